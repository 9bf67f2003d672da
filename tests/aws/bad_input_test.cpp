#include <gmock/gmock.h>

#include <anthropic/aws/session.hpp>

#include "aws/session/make_session.hpp"
#include "support/fake_world.hpp"

// What people get wrong, each to its clear, typed error, through the whole way that a program takes.

namespace anthropic::internal::aws {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::make_fake_world;
using ::testing::Not;

constexpr const char* kConfig = "/home/user/.aws/config";
constexpr const char* kCredentialsFile = "/home/user/.aws/credentials";
const std::string kSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

Error error_of(const std::map<std::string, std::string>& environment,
               const std::map<std::string, std::string>& files = {}, SessionOptions options = {}) {
  auto fake = make_fake_world(environment, files);
  const auto credentials = internal::make_session(std::move(options), fake.world).credentials();
  EXPECT_FALSE(credentials);
  EXPECT_THAT(credentials.error().to_string() + credentials.error().hint, Not(HasSubstr(kSecret)));
  return credentials.error();
}

std::string key_of(const std::string& config) {
  auto fake = make_fake_world({}, {{kConfig, config}});
  const auto credentials = internal::make_session({}, fake.world).credentials();
  return credentials ? credentials->access_key_id : credentials.error().to_string();
}

TEST(BadInput, HalfAKeyPair) {
  const Error in_environment = error_of({{"AWS_SECRET_ACCESS_KEY", kSecret}});
  EXPECT_EQ(in_environment.kind, ErrorKind::credentials);
  EXPECT_THAT(in_environment.message, HasSubstr("AWS_ACCESS_KEY_ID"));
  const Error in_file =
      error_of({}, {{kCredentialsFile, "[default]\naws_secret_access_key = " + kSecret + "\n"}});
  EXPECT_THAT(in_file.message, HasSubstr("aws_access_key_id is not"));
  EXPECT_EQ(error_of({}, {}, {.access_key_id = "AKID"}).kind, ErrorKind::configuration);
}

TEST(BadInput, AProfileThatDoesNotExist) {
  const Error error = error_of({{"AWS_PROFILE", "prod"}}, {{kConfig, "[profile dev]\nregion = us-east-1\n"}});
  EXPECT_EQ(error.kind, ErrorKind::configuration);
  EXPECT_THAT(error.message, AllOf(HasSubstr("\"prod\" does not exist"), HasSubstr("dev")));
}

TEST(BadInput, ARoleChainThatLoops) {
  const Error error =
      error_of({{"AWS_PROFILE", "a"}},
               {{kConfig,
                 "[profile a]\nrole_arn = arn:aws:iam::123456789012:role/A\nsource_profile = b\n"
                 "[profile b]\nrole_arn = arn:aws:iam::123456789012:role/B\nsource_profile = a\n"}});
  EXPECT_THAT(error.message, HasSubstr("leads back to itself through source_profile"));
}

TEST(BadInput, ATokenFileThatIsEmpty) {
  const Error error = error_of({{"AWS_REGION", "us-east-1"},
                                {"AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/A"},
                                {"AWS_WEB_IDENTITY_TOKEN_FILE", "/token"}},
                               {{"/token", "\n"}});
  EXPECT_EQ(error.kind, ErrorKind::credentials);
  EXPECT_THAT(error.message, HasSubstr("the web identity token file /token is empty"));
  EXPECT_THAT(error.hint, HasSubstr("the CI job writes it"));
}

TEST(BadInput, ConfigFilesWithCrlfAndAByteOrderMarkAreRead) {
  EXPECT_EQ(key_of("\xEF\xBB\xBF[default]\r\naws_access_key_id = AKID\r\naws_secret_access_key = s\r\n"),
            "AKID");
}

TEST(BadInput, ConfigFilesThatAreNoText) {
  auto fake = make_fake_world({}, {{kConfig, std::string("[default]\naws_access_key_id = A\0B\n", 34)}});
  const auto credentials = internal::make_session({}, fake.world).credentials();
  ASSERT_FALSE(credentials);
  EXPECT_EQ(credentials.error().kind, ErrorKind::configuration);
  EXPECT_THAT(credentials.error().message, HasSubstr(kConfig));
  fake.files->write(kConfig, std::string("\xFF\xFE[\0d\0", 6));
  EXPECT_EQ(internal::make_session({}, fake.world).credentials().error().kind, ErrorKind::configuration);
}

TEST(BadInput, LinesOfTenMegabytes) {
  const std::string keys = "\naws_access_key_id = AKID\naws_secret_access_key = s\n";
  const std::string ten_megabytes(10'000'000, 'x');
  EXPECT_EQ(key_of("[default]\noutput = " + ten_megabytes + keys), "AKID");
  const Error error = error_of({}, {{kConfig, "[default]" + keys + ten_megabytes + "\n"}});
  EXPECT_EQ(error.kind, ErrorKind::configuration);
  EXPECT_THAT(error.message, HasSubstr("config:4: "));
  EXPECT_LT(error.message.size(), 1000u);
}

}  // namespace
}  // namespace anthropic::internal::aws
