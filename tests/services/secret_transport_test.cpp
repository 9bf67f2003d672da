#include <anthropic/aws/kms.hpp>
#include <anthropic/aws/secrets_manager.hpp>
#include <anthropic/aws/signed_request.hpp>
#include <anthropic/aws/sts.hpp>

#include "aws/session/make_session.hpp"
#include "support/service_test.hpp"

namespace anthropic::internal::aws {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class SecretTransportTest : public ServiceTest {
 protected:
  Session at(const std::string& endpoint) const { return session({.endpoint_url = endpoint}); }
  template <class T>
  void expect_refused(const Result<T>& result, const std::string& what) const {
    ASSERT_FALSE(result) << what;
    EXPECT_EQ(result.error().kind, ErrorKind::configuration);
    EXPECT_THAT(result.error().message,
                AllOf(HasSubstr(what), HasSubstr("is not sent over plain http to gateway.corp:8080")));
    EXPECT_THAT(result.error().hint, HasSubstr("https"));
    EXPECT_EQ(requests_sent(), 0u);
  }
};

TEST_F(SecretTransportTest, ServicesOfSecretsAreNotAskedOverPlainHttp) {
  const Session far = at("http://gateway.corp:8080");
  expect_refused(SecretsManager(far).get_secret_value({.secret_id = "s"}), "secretsmanager");
  expect_refused(SecretsManager(far).put_secret_value({.secret_id = "s", .secret_string = "hidden"}),
                 "secretsmanager");
  expect_refused(KMS(far).encrypt({.key_id = "k", .plaintext = "hidden"}), "kms");
  expect_refused(
      STS(far).assume_role({.role_arn = "arn:aws:iam::123456789012:role/r", .role_session_name = "session"}),
      "sts");
  expect_refused(STS(far).assume_role_with_web_identity({.role_arn = "arn:aws:iam::123456789012:role/r",
                                                         .role_session_name = "session",
                                                         .web_identity_token = "a.b.c"}),
                 "sts");
  expect_refused(send_signed(far, {.method = "POST", .url = "/", .service = "secretsmanager"}),
                 "secretsmanager");
}

TEST_F(SecretTransportTest, WhoOneIsMayBeAskedAnywhere) {
  answer(
      "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn</Arn>"
      "</GetCallerIdentityResult></GetCallerIdentityResponse>");
  EXPECT_TRUE(STS(at("http://gateway.corp:8080")).get_caller_identity());
}

TEST_F(SecretTransportTest, ThisMachineAndHttpsAreAsked) {
  for (const char* endpoint :
       {"http://localhost:4566", "http://127.0.0.2:4566", "http://[::1]:4566", "https://gateway.corp:8080"}) {
    answer(R"({"Name":"s","SecretString":"hidden"})");
    EXPECT_TRUE(SecretsManager(at(endpoint)).get_secret_value({.secret_id = "s"})) << endpoint;
  }
}

TEST_F(SecretTransportTest, SourcesOfCredentialsSendNoTokenInTheClear) {
  const std::string config = "/home/user/.aws/config";
  const auto credentials = [&](const std::string& profile, const char* variable) {
    auto fake = anthropic::internal::testing::make_fake_world(
        {{"AWS_EC2_METADATA_DISABLED", "true"}, {variable, "http://gateway.corp:8080"}},
        {{config, "[default]\nregion = us-east-1\n" + profile}, {"/token", "a.b.hidden"}});
    const auto found = internal::make_session({}, fake.world).credentials();
    EXPECT_FALSE(found);
    EXPECT_EQ(fake.transport->requests().size(), 0u);
    return found ? std::string() : found.error().message;
  };
  EXPECT_THAT(credentials("role_arn = arn:aws:iam::123456789012:role/r\nweb_identity_token_file = /token\n",
                          "AWS_ENDPOINT_URL_STS"),
              AllOf(HasSubstr("a call to STS, which carries secrets, is not sent over plain http to "
                              "gateway.corp:8080"),
                    Not(HasSubstr("hidden"))));
}

TEST_F(SecretTransportTest, AServiceThatIsNoNameIsRefused) {
  for (const char* service : {"x.host/", "x@host", "x:1", "x#", "x?", ".x", "x.", "a\nb"}) {
    const auto sent = send_signed(session(), {.method = "GET", .url = "/", .service = service});
    ASSERT_FALSE(sent) << service;
    EXPECT_THAT(sent.error().message, HasSubstr("is not the name of an AWS service"));
  }
  const auto scoped = send_signed(
      session(), {.method = "GET", .url = "https://h.example/", .service = "s3", .region = "us east"});
  ASSERT_FALSE(scoped);
  EXPECT_THAT(scoped.error().message, HasSubstr("is not the name of an AWS region"));
  EXPECT_EQ(requests_sent(), 0u);
}

TEST_F(SecretTransportTest, APlanHidesTheSecretsOfItsUrl) {
  const auto plan = plan_signed(
      session(), {.method = "GET",
                  .url = "https://h.example/p?X-Amz-Signature=hidden&X-Amz-Security-Token=hidden&a=seen",
                  .service = "s3"});
  ASSERT_TRUE(plan) << plan.error().to_string();
  EXPECT_EQ(plan->url, "https://h.example/p?X-Amz-Signature=***&X-Amz-Security-Token=***&a=seen");
  EXPECT_THAT(plan->canonical_request, AllOf(HasSubstr("a=seen"), Not(HasSubstr("hidden"))));
}

TEST_F(SecretTransportTest, TheLogHidesTheSecretsOfAUrl) {
  std::string log;
  const Session logged = session({.observe = {.logger = [&](LogLevel, std::string_view line) { log += line; },
                                              .log_level = LogLevel::debug}});
  answer("{}");
  EXPECT_TRUE(
      send_signed(logged, {.method = "GET",
                           .url = "https://h.example/p?X-Amz-Signature=hidden&X-Amz-Credential=hidden&"
                                  "X-Amz-Security-Token=hidden&prefix=seen",
                           .service = "s3"}));
  EXPECT_THAT(log, AllOf(HasSubstr("GET https://h.example/p?X-Amz-Signature=***&"), HasSubstr("prefix=seen"),
                         Not(HasSubstr("hidden"))));
}

TEST_F(SecretTransportTest, TheLogSaysThatACgiProgramDoesNotBelieveHttpProxy) {
  const auto logged = [&](const std::string& url) {
    std::string log;
    const Session session =
        this->session({.observe = {.logger = [&](LogLevel, std::string_view line) { log += line; },
                                   .log_level = LogLevel::debug}});
    answer("{}");
    EXPECT_TRUE(send_signed(session, {.method = "GET", .url = url, .service = "s3"}));
    return log;
  };
  fake_.environment->set("HTTP_PROXY", "http://proxy.corp:3128");
  EXPECT_THAT(logged("http://h.example/"), Not(HasSubstr("HTTP_PROXY")));
  fake_.environment->set("REQUEST_METHOD", "GET");
  EXPECT_THAT(logged("http://h.example/"), HasSubstr("HTTP_PROXY does not count: REQUEST_METHOD is set"));
  EXPECT_THAT(logged("https://h.example/"), Not(HasSubstr("HTTP_PROXY")));
}

}  // namespace
}  // namespace anthropic::internal::aws
