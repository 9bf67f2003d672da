#include <gtest/gtest.h>

#include "cli/commands/assume_role/assume_role.hpp"
#include "cli/commands/kms/kms.hpp"
#include "cli/commands/request/request.hpp"
#include "cli/commands/token/token.hpp"
#include "cli/commands/whoami/whoami.hpp"
#include "cli/text/masked.hpp"

namespace anthropic::internal::cli {
namespace {

TEST(Masked, ShowsFourCharactersOfWhatIsLongEnough) {
  EXPECT_EQ(masked("AKIDEXAMPLE12"), "****************LE12");
  EXPECT_EQ(masked("12345678"), "****************5678");
  EXPECT_EQ(masked("1234567"), "****************");
  EXPECT_EQ(masked(""), "****************");
}

TEST(Exports, HaveNoExpirationForKeysThatHaveNone) {
  aws::Credentials keys;
  keys.access_key_id = "A";
  keys.secret_access_key = "b";
  keys.session_token = "c";
  EXPECT_EQ(credentials_exports(keys),
            "export AWS_ACCESS_KEY_ID='A'\nexport AWS_SECRET_ACCESS_KEY='b'\nexport AWS_SESSION_TOKEN='c'\n");
  EXPECT_EQ(credentials_json(keys),
            "{\"Version\":1,\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"b\",\"SessionToken\":\"c\"}\n");
}

TEST(Context, IsPairsOfNamesAndValues) {
  const Result<aws::EncryptionContext> context = parse_context({"a=1", "b=", "c=x=y"});
  ASSERT_TRUE(context);
  EXPECT_EQ(*context, (aws::EncryptionContext{{"a", "1"}, {"b", ""}, {"c", "x=y"}}));
  EXPECT_FALSE(parse_context({"=1"}));
  EXPECT_FALSE(parse_context({"a"}));
  EXPECT_FALSE(parse_context({"a=1", "a=1"}));
}

TEST(Base64, MayBeFolded) {
  EXPECT_EQ(parse_base64(" AA\r\nEC\n").value(), std::string("\0\1\2", 3));
  EXPECT_FALSE(parse_base64(""));
  EXPECT_FALSE(parse_base64("A"));
  EXPECT_FALSE(parse_base64("AA*C"));
}

TEST(RequestOf, IsAGetUnlessItHasDataOrAMethod) {
  RequestCommandOptions options;
  options.method_and_url = {"https://sts.amazonaws.com/"};
  EXPECT_EQ(request_of(options)->method, "GET");
  EXPECT_TRUE(request_of(options)->headers.empty());
  options.data = "a=b";
  EXPECT_EQ(request_of(options)->method, "POST");
  options.headers = {"CONTENT-TYPE:x/y", "Empty:"};
  EXPECT_EQ(request_of(options)->headers, (Headers{{"CONTENT-TYPE", "x/y"}, {"Empty", ""}}));
  options.method_and_url = {"PATCH", "https://sts.amazonaws.com/"};
  EXPECT_EQ(request_of(options)->method, "PATCH");
}

TEST(Lifetime, HasUnitsOrIsSeconds) {
  using std::chrono::seconds;
  EXPECT_EQ(parse_lifetime("90"), seconds(90));
  EXPECT_EQ(parse_lifetime("45m"), seconds(2700));
  EXPECT_EQ(parse_lifetime("1h30m5s"), seconds(5405));
  for (const char* wrong : {"", "0", "h", "1d", "-1", "1.5h", "99999999999999999999"})
    EXPECT_EQ(parse_lifetime(wrong), std::nullopt) << wrong;
}

TEST(SigningScope, IsReadFromTheHost) {
  struct Case {
    const char* host;
    const char* service;
    const char* region;
  };
  const Case cases[] = {
      {"bedrock-runtime.eu-west-1.amazonaws.com", "bedrock", "eu-west-1"},
      {"bedrock-runtime-fips.us-gov-west-1.amazonaws.com", "bedrock", "us-gov-west-1"},
      {"bedrock.us-east-1.api.aws", "bedrock", "us-east-1"},
      {"sts.amazonaws.com", "sts", "us-east-1"},
      {"iam.amazonaws.com", "iam", "us-east-1"},
      {"STS.cn-north-1.amazonaws.com.cn", "sts", "cn-north-1"},
      {"my.bucket.s3.ap-southeast-2.amazonaws.com", "s3", "ap-southeast-2"},
      {"bucket.s3.dualstack.us-west-2.amazonaws.com", "s3", "us-west-2"},
      {"abc123.execute-api.us-east-1.amazonaws.com", "execute-api", "us-east-1"},
      {"vpce-1-x.bedrock-runtime.us-east-1.vpce.amazonaws.com", "bedrock", "us-east-1"},
      {"search-x.us-east-1.es.amazonaws.com", "es", "us-east-1"},
      {"abc.lambda-url.eu-central-1.on.aws", "lambda", "eu-central-1"},
      {"email.us-east-1.amazonaws.com", "ses", "us-east-1"},
      {"localhost", "", ""},
      {"amazonaws.com.example.org", "", ""},
      {"", "", ""},
  };
  for (const Case& wanted : cases) {
    const aws::SigningScope scope = aws::guess_signing_scope(wanted.host);
    EXPECT_EQ(scope.service, wanted.service) << wanted.host;
    EXPECT_EQ(scope.region, wanted.region) << wanted.host;
  }
}

}  // namespace
}  // namespace anthropic::internal::cli
