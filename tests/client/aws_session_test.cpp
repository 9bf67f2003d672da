#include <anthropic/aws/session.hpp>

#include "client/client_fixture.hpp"

// make_client({.aws_session = session}): what the session says counts, and what the client says more.

namespace anthropic::internal::testing {
namespace {

using ::testing::HasSubstr;

class AwsSessionTest : public ClientTest {
 protected:
  aws::SessionOptions keys() const {
    return {.region = "eu-west-1",
            .access_key_id = "SESSIONKEY",
            .secret_access_key = kSecret,
            .session_token = "session-token-of-the-test"};
  }
  /// What the client sends; the error if it sends nothing.
  FakeRequest sent(aws::SessionOptions session, AnthropicBedrockOptions options = {}) {
    options.aws_session = make_session(std::move(session));
    const std::size_t before = fake_.transport->requests().size();
    fake_.transport->answer_with([](const FakeRequest&) { return message_answer(); });
    const auto message = make_client(std::move(options)).messages.create(params());
    EXPECT_TRUE(message) << message.error().to_string();
    EXPECT_EQ(fake_.transport->requests().size(), before + 1);
    return fake_.transport->requests().back();
  }
  Error refused(aws::SessionOptions session, AnthropicBedrockOptions options = {}) {
    options.aws_session = make_session(std::move(session));
    return make_client(std::move(options)).messages.create(params()).error();
  }
};

TEST_F(AwsSessionTest, RegionAndCredentialsAreTheSessions) {
  fake_.environment->set("AWS_REGION", "us-west-2");
  fake_.environment->set("AWS_ACCESS_KEY_ID", "AMBIENT");
  fake_.environment->set("AWS_SECRET_ACCESS_KEY", "ambient-secret");
  fake_.environment->set("AWS_BEARER_TOKEN_BEDROCK", "ambient-token");
  const FakeRequest request = sent(keys());
  EXPECT_EQ(request.header("host"), "bedrock-runtime.eu-west-1.amazonaws.com");
  EXPECT_THAT(request.header("authorization"), HasSubstr("Credential=SESSIONKEY/"));
  EXPECT_THAT(request.header("authorization"), HasSubstr("/eu-west-1/bedrock/"));
  EXPECT_EQ(request.header("x-amz-security-token"), "session-token-of-the-test");
}

TEST_F(AwsSessionTest, ItsProfileSaysTheRest) {
  fake_.files->write("/home/user/.aws/config",
                     "[profile work]\nregion = ap-south-1\nuse_fips_endpoint = true\nca_bundle = /work.pem\n"
                     "max_attempts = 5\naws_access_key_id = WORK\naws_secret_access_key = w\n");
  const FakeRequest request = sent({.profile = "work"});
  EXPECT_EQ(request.header("host"), "bedrock-runtime-fips.ap-south-1.amazonaws.com");
  EXPECT_THAT(request.header("authorization"), HasSubstr("Credential=WORK/"));
  EXPECT_EQ(request.connection.ca_bundle, "/work.pem");

  fake_.transport->answer_with(
      [](const FakeRequest&) { return refusal(429, "ThrottlingException", "slow"); });
  EXPECT_EQ(refused({.profile = "work"}).attempts, 5);
}

TEST_F(AwsSessionTest, AProviderOfTheSessionsSigns) {
  struct Provider final : aws::CredentialsProvider {
    Result<aws::Credentials> credentials(std::stop_token) override {
      return aws::Credentials{.access_key_id = "FROMPROVIDER", .secret_access_key = "s"};
    }
  };
  const FakeRequest request =
      sent({.region = "us-east-1", .credentials_provider = std::make_shared<Provider>()});
  EXPECT_THAT(request.header("authorization"), HasSubstr("Credential=FROMPROVIDER/"));
}

TEST_F(AwsSessionTest, EndpointsFipsAndDualStack) {
  aws::SessionOptions session = keys();
  session.use_fips_endpoint = true;
  EXPECT_EQ(sent(session).header("host"), "bedrock-runtime-fips.eu-west-1.amazonaws.com");
  session.use_dualstack_endpoint = true;
  EXPECT_EQ(sent(session).header("host"), "bedrock-runtime-fips.eu-west-1.api.aws");

  session = keys();
  session.endpoint_url = "https://vpce-1.example";
  EXPECT_EQ(sent(session).header("host"), "vpce-1.example");
  session.service_endpoint_urls = {{"bedrock_runtime", "https://vpce-2.example"}};
  EXPECT_EQ(sent(session).header("host"), "vpce-2.example");
  EXPECT_THAT(sent(session).header("authorization"), HasSubstr("/eu-west-1/bedrock/"));

  session.use_fips_endpoint = true;
  EXPECT_EQ(refused(session).kind, ErrorKind::configuration) << "FIPS and an endpoint of one's own";
}

// With the AWS CLI, too, an address wins over what is set for all services.
TEST_F(AwsSessionTest, AnEndpointUrlWinsOverFipsAndDualStackOfTheEnvironmentAndTheProfile) {
  fake_.environment->set("AWS_USE_FIPS_ENDPOINT", "true");
  fake_.files->write("/home/user/.aws/config", "[default]\nuse_dualstack_endpoint = true\n");
  aws::SessionOptions session = keys();
  EXPECT_EQ(sent(session).header("host"), "bedrock-runtime-fips.eu-west-1.api.aws");
  session.endpoint_url = "https://vpce-1.bedrock-runtime-fips.eu-west-1.vpce.example";
  EXPECT_EQ(sent(session).header("host"), "vpce-1.bedrock-runtime-fips.eu-west-1.vpce.example");
  session.endpoint_url.clear();
  fake_.environment->set("AWS_ENDPOINT_URL", "https://vpce-2.example");
  EXPECT_EQ(sent(session).header("host"), "vpce-2.example");

  // What code asks for is not dropped in silence.
  session.use_dualstack_endpoint = true;
  EXPECT_THAT(refused(session).hint, HasSubstr("leave the setting out, or the URL"));
}

TEST_F(AwsSessionTest, AServiceHasManyNames) {
  for (const char* name : {"bedrock_runtime", "bedrock-runtime", "BedrockRuntime", "Bedrock Runtime"}) {
    aws::SessionOptions session = keys();
    session.service_endpoint_urls = {{name, "https://vpce-3.example"}};
    EXPECT_EQ(sent(session).header("host"), "vpce-3.example") << name;
  }
}

TEST_F(AwsSessionTest, ANameThatIsNoServicesIsRefused) {
  aws::SessionOptions session = keys();
  session.service_endpoint_urls = {{"bedrock_runtimes", "https://vpce-3.example"}};
  const Error error = refused(session);
  EXPECT_EQ(error.kind, ErrorKind::configuration);
  EXPECT_THAT(error.message, HasSubstr("\"bedrock_runtimes\""));
  EXPECT_THAT(error.hint, HasSubstr("bedrock_runtime, budgets, cloudwatch, cloudwatch_logs, cost_explorer"));
  EXPECT_EQ(make_session(session).credentials().error().kind, ErrorKind::configuration);
}

TEST_F(AwsSessionTest, AnEmptyUrlOfAServiceIsRefused) {
  aws::SessionOptions session = keys();
  session.service_endpoint_urls = {{"bedrock_runtime", "https://vpce-3.example"}, {"logs", ""}};
  const Error error = refused(session);
  EXPECT_EQ(error.kind, ErrorKind::configuration);
  EXPECT_EQ(error.message, "service_endpoint_urls has an empty URL for \"logs\"");
  EXPECT_EQ(error.hint, "Leave the service out to call AWS itself.");
}

TEST_F(AwsSessionTest, CanBeBlindToTheEnvironment) {
  fake_.environment->set("AWS_PROFILE", "missing");
  fake_.environment->set("AWS_REGION", "not a region");
  fake_.environment->set("AWS_ENDPOINT_URL", "https://elsewhere.example");
  fake_.environment->set("AWS_USE_FIPS_ENDPOINT", "perhaps");
  fake_.files->write("/home/user/.aws/config", "no section\n");
  aws::SessionOptions session = keys();
  EXPECT_EQ(refused(session).kind, ErrorKind::configuration);
  session.use_environment = false;
  EXPECT_EQ(sent(session).header("host"), "bedrock-runtime.eu-west-1.amazonaws.com");

  session.region.clear();
  EXPECT_THAT(refused(session).message, HasSubstr("no AWS region"));
  const auto none = make_session({.use_environment = false}).credentials();
  EXPECT_EQ(none.error().kind, ErrorKind::credentials);
}

TEST_F(AwsSessionTest, ProxyAndCertificates) {
  aws::SessionOptions session = keys();
  session.transport.proxy = "http://proxy:3128";
  session.transport.ca_bundle = "/session.pem";
  session.transport.connect_timeout = std::chrono::seconds(2);
  const ConnectionSettings connection = sent(session).connection;
  EXPECT_EQ(connection.proxy, "http://proxy:3128");
  EXPECT_EQ(connection.ca_bundle, "/session.pem");
  EXPECT_EQ(connection.connect_timeout, std::chrono::seconds(2));
}

TEST_F(AwsSessionTest, RetriesAreTheSessions) {
  aws::SessionOptions session = keys();
  session.max_attempts = 4;
  const auto throttled = [](const FakeRequest&) { return refusal(429, "ThrottlingException", "slow"); };
  fake_.transport->answer_with(throttled);
  EXPECT_EQ(refused(session).attempts, 4);
  session.max_attempts = 1;
  EXPECT_EQ(refused(session).attempts, 1);

  AnthropicBedrockOptions options;
  options.max_retries = 1;
  EXPECT_EQ(refused(session, options).attempts, 2) << "what is given in code to the client wins";
}

TEST_F(AwsSessionTest, AdaptiveRetriesSlowEveryCallDown) {
  aws::SessionOptions session = keys();
  session.max_attempts = 1;
  const auto time_of_calls = [&](aws::RetryMode mode) {
    session.retry_mode = mode;
    AnthropicBedrockOptions options;
    options.aws_session = make_session(session);
    const AnthropicBedrock client = make_client(options);
    fake_.transport->answer_with(
        [](const FakeRequest&) { return refusal(429, "ThrottlingException", "slow"); });
    const auto began = fake_.clock->steady_now();
    for (int i = 0; i < 5; ++i)
      EXPECT_EQ(client.messages.create(params()).error().kind, ErrorKind::rate_limit);
    return fake_.clock->steady_now() - began;
  };
  EXPECT_EQ(time_of_calls(aws::RetryMode::standard).count(), 0);
  EXPECT_GT(time_of_calls(aws::RetryMode::adaptive), std::chrono::seconds(1));
}

TEST_F(AwsSessionTest, WhatTheClientIsGivenWins) {
  aws::SessionOptions session = keys();
  session.endpoint_url = "https://session.example";
  session.transport.proxy = "http://session-proxy:1";
  session.transport.ca_bundle = "/session.pem";
  AnthropicBedrockOptions options;
  options.aws_region = "us-east-2";
  options.base_url = "https://client.example";
  options.transport.proxy = "http://client-proxy:1";
  options.transport.ca_bundle = "/client.pem";
  const FakeRequest request = sent(session, options);
  EXPECT_EQ(request.header("host"), "client.example");
  EXPECT_THAT(request.header("authorization"), HasSubstr("/us-east-2/bedrock/"));
  EXPECT_EQ(request.connection.proxy, "http://client-proxy:1");
  EXPECT_EQ(request.connection.ca_bundle, "/client.pem");
  options.api_key = "bedrock-api-key";
  EXPECT_EQ(sent(session, options).header("authorization"), "Bearer bedrock-api-key");
}

TEST_F(AwsSessionTest, WhatAClientLeavesUnsetOfTransportAndObserveIsTheSessions) {
  int of_session = 0;
  std::string session_log;
  aws::SessionOptions session = keys();
  session.transport = {.connect_timeout = std::chrono::seconds(2), .proxy = "http://session-proxy:1"};
  session.observe = {.on_call = [&](const CallRecord&) { ++of_session; },
                     .logger = [&](LogLevel, std::string_view line) { session_log += line; },
                     .log_level = LogLevel::debug};
  AnthropicBedrockOptions options;
  options.transport.ca_bundle = "/client.pem";
  const ConnectionSettings connection = sent(session, options).connection;
  EXPECT_EQ(connection.connect_timeout, std::chrono::seconds(2));
  EXPECT_EQ(connection.proxy, "http://session-proxy:1");
  EXPECT_EQ(connection.ca_bundle, "/client.pem");
  EXPECT_EQ(of_session, 1);
  EXPECT_NE(session_log, "");

  int of_client = 0;
  options.transport.connect_timeout = std::chrono::seconds(3);
  options.observe = {.on_call = [&](const CallRecord&) { ++of_client; },
                     .logger = [this](LogLevel, std::string_view line) { log += line; }};
  session_log.clear();
  EXPECT_EQ(sent(session, options).connection.connect_timeout, std::chrono::seconds(3));
  EXPECT_EQ(of_session, 1);
  EXPECT_EQ(of_client, 1);
  EXPECT_EQ(session_log, "") << "a client with a logger logs there alone";

  session.transport.max_response_bytes = 10;
  EXPECT_EQ(refused(session, options).kind, ErrorKind::response_validation);
  options.transport.max_response_bytes = 1000;
  sent(session, options);
}

TEST_F(AwsSessionTest, TwoIdentitiesAreAnErrorBeforeAnythingIsSent) {
  AnthropicBedrockOptions with_keys;
  with_keys.aws_access_key = "OTHER";
  with_keys.aws_secret_key = kSecret;
  EXPECT_EQ(refused(keys(), with_keys).kind, ErrorKind::configuration);
  AnthropicBedrockOptions with_profile;
  with_profile.aws_profile = "dev";
  EXPECT_EQ(refused(keys(), with_profile).kind, ErrorKind::configuration);
  aws::SessionOptions half = keys();
  half.secret_access_key.clear();
  EXPECT_EQ(refused(half).kind, ErrorKind::configuration);
  EXPECT_TRUE(fake_.transport->requests().empty());
}

TEST_F(AwsSessionTest, ClientsOfOneSessionShareItsCredentials) {
  fake_.files->write("/home/user/.aws/config", "[default]\ncredential_process = get-keys\n");
  fake_.processes->answer(
      "get-keys", ProcessResult{.output = R"({"Version":1,"AccessKeyId":"SHARED","SecretAccessKey":"s",)"
                                          R"("Expiration":"2026-11-22T13:00:00Z"})"});
  fake_.transport->answer_with([](const FakeRequest&) { return message_answer(); });
  const auto ask = [&](const aws::Session& session) {
    ASSERT_TRUE(make_client({.aws_session = session}).messages.create(params()));
  };
  const aws::Session session = make_session({.region = "us-east-1"});
  ask(session);
  ask(session);
  EXPECT_EQ(fake_.processes->commands().size(), 1u);
  ask(make_session({.region = "us-east-1"}));
  EXPECT_EQ(fake_.processes->commands().size(), 2u) << "another session has its own";
}

}  // namespace
}  // namespace anthropic::internal::testing
