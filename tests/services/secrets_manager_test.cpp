#include <anthropic/aws/secrets_manager.hpp>

#include "support/service_test.hpp"

namespace anthropic::internal::aws {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class SecretsManagerTest : public ServiceTest {};

TEST_F(SecretsManagerTest, CreatesASecretOnceHoweverOftenItIsSent) {
  const SecretsManager secrets(session());
  fake_.transport->answer(500, "");
  answer(R"({"ARN":"arn:1","Name":"prod/key","VersionId":"v-1"})");
  const auto created = secrets.create_secret(
      {.name = "prod/key", .description = "for tests", .secret_string = "hunter2", .tags = {{"team", "a"}}});
  ASSERT_TRUE(created) << created.error().to_string();
  EXPECT_EQ(created->arn, "arn:1");
  EXPECT_EQ(created->version_id, "v-1");
  const auto requests = fake_.transport->requests();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].body, requests[1].body);
  EXPECT_EQ(last_request().header("x-amz-target"), "secretsmanager.CreateSecret");
  Json body = last_body();
  EXPECT_EQ(body["ClientRequestToken"].string_or("").size(), 36u);
  body.erase("ClientRequestToken");
  EXPECT_EQ(body.dump(), R"({"Name":"prod/key","Description":"for tests","SecretString":"hunter2",)"
                         R"("Tags":[{"Key":"team","Value":"a"}]})");
}

TEST_F(SecretsManagerTest, StoresAndReadsBytes) {
  const SecretsManager secrets(session());
  const std::string bytes("\0\xFF\x80z", 4);
  answer(R"({"ARN":"arn:1","Name":"n","VersionId":"v-2","VersionStages":["AWSCURRENT"]})");
  const auto put = secrets.put_secret_value({.secret_id = "n",
                                             .secret_binary = bytes,
                                             .client_request_token = "00000000-0000-4000-8000-000000000000"});
  ASSERT_TRUE(put) << put.error().to_string();
  EXPECT_EQ(put->version_id, "v-2");
  EXPECT_EQ(last_body()["SecretBinary"].string_or(""), "AP+Aeg==");
  EXPECT_EQ(last_body()["ClientRequestToken"].string_or(""), "00000000-0000-4000-8000-000000000000");
  answer(R"({"ARN":"arn:1","Name":"n","SecretBinary":"AP+Aeg=="})");
  const auto value = secrets.get_secret_value({.secret_id = "n"});
  ASSERT_TRUE(value) << value.error().to_string();
  EXPECT_EQ(value->secret_binary, bytes);
  EXPECT_EQ(value->secret_string, std::nullopt);
}

TEST_F(SecretsManagerTest, RefusesLocallyWhatCannotBeRight) {
  const SecretsManager secrets(session());
  EXPECT_THAT(local_refusal(secrets.get_secret_value({})), HasSubstr("secret_id"));
  EXPECT_THAT(local_refusal(secrets.create_secret({})), HasSubstr("name"));
  EXPECT_THAT(local_refusal(secrets.put_secret_value({.secret_id = "n"})), HasSubstr("neither"));
  EXPECT_THAT(
      local_refusal(secrets.put_secret_value({.secret_id = "n", .secret_string = "a", .secret_binary = "b"})),
      HasSubstr("both"));
  EXPECT_THAT(local_refusal(secrets.put_secret_value({.secret_id = "n", .secret_string = ""})),
              HasSubstr("65536"));
  EXPECT_EQ(local_refusal(secrets.put_secret_value({.secret_id = "n", .secret_string = "hidden\xe9"})),
            "SecretString is not UTF-8");
  const std::string message =
      local_refusal(secrets.put_secret_value({.secret_id = "n", .secret_string = std::string(65'537, 'x')}));
  EXPECT_THAT(message, HasSubstr("65537"));
  EXPECT_THAT(message, Not(HasSubstr("xxx")));
}

TEST_F(SecretsManagerTest, ABrokenAnswerIsAnErrorThatQuotesNothing) {
  const SecretsManager secrets(session());
  for (const char* body :
       {R"({"ARN":"a","SecretBinary":"hunter2!"})", R"({"ARN":"a"})", R"({"SecretString":"hunter2")"}) {
    answer(body);
    const auto value = secrets.get_secret_value({.secret_id = "n"});
    ASSERT_FALSE(value) << body;
    EXPECT_EQ(value.error().kind, ErrorKind::response_validation) << body;
    EXPECT_THAT(value.error().to_string(), Not(HasSubstr("hunter2")));
  }
}

TEST_F(SecretsManagerTest, NeverLogsASecret) {
  std::string log;
  SessionOptions options;
  options.observe.log_level = LogLevel::debug;
  options.observe.logger = [&](LogLevel, std::string_view line) { log += line; };
  const SecretsManager secrets(session(std::move(options)));
  answer(R"({"ARN":"a","Name":"n","SecretString":"hunter2"})");
  ASSERT_TRUE(secrets.get_secret_value({.secret_id = "n"}));
  answer(R"({"ARN":"a","Name":"n","VersionId":"v"})");
  ASSERT_TRUE(secrets.put_secret_value({.secret_id = "n", .secret_string = "hunter3"}));
  EXPECT_THAT(log, HasSubstr("secretsmanager.PutSecretValue"));
  EXPECT_THAT(log, Not(HasSubstr("hunter")));
}

TEST_F(SecretsManagerTest, ASecretThatExistsIsAConflict) {
  refuse(400, "ResourceExistsException", "it is there");
  const auto created = SecretsManager(session()).create_secret({.name = "n", .secret_string = "x"});
  ASSERT_FALSE(created);
  EXPECT_EQ(created.error().kind, ErrorKind::conflict);
}

}  // namespace
}  // namespace anthropic::internal::aws
