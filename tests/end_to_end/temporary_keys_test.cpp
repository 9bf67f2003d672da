// Keys that expire, from the endpoint's own STS: the client renews them by the clock and when it is told.
#include <anthropic/aws/bedrock_api_key.hpp>
#include <anthropic/json.hpp>

#include "aws/session/make_session.hpp"
#include "base/crypto/encoding.hpp"
#include "end_to_end/local_fixture.hpp"
#include "support/temporary_folder.hpp"

namespace anthropic::internal::testing {
namespace {

using namespace std::chrono_literals;
using Operations = std::vector<std::string>;

constexpr const char* kRole = "arn:aws:iam::123456789012:role/reader";

class TemporaryKeysTest : public ::testing::Test {
 protected:
  TemporaryKeysTest() {
    const aws::Credentials& pair = endpoint.credentials();
    const std::string config =
        folder.write("config", "[profile base]\naws_access_key_id = " + pair.access_key_id +
                                   "\naws_secret_access_key = " + pair.secret_access_key +
                                   "\n[profile reader]\nsource_profile = base\nrole_arn = " + kRole + "\n");
    environment->set("AWS_ENDPOINT_URL", endpoint.base_url());
    environment->set("AWS_REGION", endpoint.region());
    environment->set("AWS_CONFIG_FILE", config);
    environment->set("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    environment->set("AWS_EC2_METADATA_DISABLED", "true");
  }

  AnthropicBedrock make_client(AnthropicBedrockOptions options = {}) {
    return internal::make_client<AnthropicBedrock>(std::move(options), world);
  }
  static Result<Message> ask(const AnthropicBedrock& client) {
    return client.messages.create(
        {.model = LocalModel, .max_tokens = 50, .messages = {{"user", "Hello there"}}});
  }
  /// What the endpoint was asked for since the last time, with the status if it refused.
  Operations asked() {
    Operations operations;
    const std::vector<LocalRequest> requests = endpoint.requests();
    for (; seen < requests.size(); ++seen) {
      const LocalRequest& request = requests[seen];
      operations.push_back(request.operation + (request.status < 400 ? "" : " " + request.error_code));
    }
    return operations;
  }

  static constexpr const char* LocalModel = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
  std::shared_ptr<HurriedClock> clock = std::make_shared<HurriedClock>();
  /// How far the endpoint's clock is ahead.
  std::chrono::seconds ahead{0};
  LocalBedrock endpoint = LocalBedrock::start({.sts_lifetime = 6min,
                                               .container_token = "token-of-the-container",
                                               .now = [this] { return clock->now() + ahead; }})
                              .value();
  TemporaryFolder folder;
  std::shared_ptr<FakeEnvironment> environment = std::make_shared<FakeEnvironment>();
  std::shared_ptr<const World> world = std::make_shared<const World>(
      World{clock, environment, std::make_shared<RealFiles>(), std::make_shared<FakeRandom>(),
            make_curl_transport(), std::make_shared<RealProcesses>()});
  std::size_t seen = 0;
};

TEST_F(TemporaryKeysTest, ARoleIsAssumedAnewBeforeItsKeysExpire) {
  environment->set("AWS_PROFILE", "reader");
  const AnthropicBedrock client = make_client();
  ASSERT_TRUE(ask(client)) << ask(client).error().to_string();
  EXPECT_EQ(asked(), (Operations{"sts:AssumeRole", "InvokeModel"}));
  clock->advance(230s);
  EXPECT_TRUE(ask(client));
  EXPECT_EQ(asked(), (Operations{"InvokeModel"}));
  clock->advance(20s);
  EXPECT_TRUE(ask(client));
  EXPECT_EQ(asked(), (Operations{"sts:AssumeRole", "InvokeModel"}));
  clock->advance(24h);
  EXPECT_TRUE(ask(client));
  EXPECT_EQ(asked(), (Operations{"sts:AssumeRole", "InvokeModel"}));
}

// The endpoint's clock is ahead: it calls keys expired that the client still counts on.
TEST_F(TemporaryKeysTest, WhatHasExpiredOnTheWayIsSentAgain) {
  environment->set("AWS_PROFILE", "reader");
  const AnthropicBedrock client = make_client();
  ASSERT_TRUE(ask(client));
  asked();
  clock->advance(210s);
  ahead = 3min;
  const auto answer = ask(client);
  ASSERT_TRUE(answer) << answer.error().to_string();
  EXPECT_EQ(asked(), (Operations{"InvokeModel ExpiredTokenException", "sts:AssumeRole", "InvokeModel"}));
}

TEST_F(TemporaryKeysTest, KeysThatTheServiceCallsExpiredAreRenewedOnce) {
  environment->set("AWS_PROFILE", "reader");
  const AnthropicBedrock client = make_client();
  ASSERT_TRUE(ask(client));
  asked();
  const auto answer =
      client.messages.create({.model = LocalModel, .max_tokens = 50, .messages = {{"user", "Hello there"}}},
                             {.extra_headers = {{"x-local-fault", "refuse=expired/1"}}});
  ASSERT_TRUE(answer) << answer.error().to_string();
  EXPECT_EQ(asked(), (Operations{"InvokeModel ExpiredTokenException", "sts:AssumeRole", "InvokeModel"}));
}

TEST_F(TemporaryKeysTest, AWebIdentityIsReadAgainForNewKeys) {
  const auto token = [&](std::chrono::seconds lifetime) {
    const auto end =
        std::chrono::duration_cast<std::chrono::seconds>(clock->now().time_since_epoch()) + lifetime;
    const Json claims = Json::object({{"sub", "system:serviceaccount:default:reader"}, {"exp", end.count()}});
    return base64_encode(R"({"alg":"none"})") + "." + base64_encode(claims.dump()) + ".x";
  };
  const std::string file = folder.write("token", token(1h));
  environment->set("AWS_WEB_IDENTITY_TOKEN_FILE", file);
  environment->set("AWS_ROLE_ARN", kRole);
  const AnthropicBedrock client = make_client();
  const auto answer = ask(client);
  ASSERT_TRUE(answer) << answer.error().to_string();
  EXPECT_EQ(asked(), (Operations{"sts:AssumeRoleWithWebIdentity", "InvokeModel"}));

  clock->advance(2h);
  const auto refused = ask(client);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::credentials);
  EXPECT_EQ(refused.error().code, "ExpiredTokenException");
  folder.write("token", token(1h));
  asked();
  clock->advance(10s);
  EXPECT_TRUE(ask(client));
  EXPECT_EQ(asked(), (Operations{"sts:AssumeRoleWithWebIdentity", "InvokeModel"}));
}

TEST_F(TemporaryKeysTest, AContainersKeysAreFetchedAnew) {
  environment->set("AWS_CONTAINER_CREDENTIALS_FULL_URI", endpoint.base_url() + "/credentials");
  environment->set("AWS_CONTAINER_AUTHORIZATION_TOKEN", "token-of-the-container");
  const AnthropicBedrock client = make_client();
  const auto answer = ask(client);
  ASSERT_TRUE(answer) << answer.error().to_string();
  EXPECT_EQ(asked(), (Operations{"GET /credentials", "InvokeModel"}));
  clock->advance(250s);
  EXPECT_TRUE(ask(client));
  EXPECT_EQ(asked(), (Operations{"GET /credentials", "InvokeModel"}));
}

TEST_F(TemporaryKeysTest, AShortTermKeyEndsWithTheKeysThatMadeIt) {
  environment->set("AWS_PROFILE", "reader");
  const aws::Session session = internal::make_session({}, world);
  const auto key = aws::make_bedrock_api_key(session, 12h);
  ASSERT_TRUE(key) << key.error().to_string();
  const AnthropicBedrock client = make_client({.api_key = *key});
  const auto answer = ask(client);
  EXPECT_TRUE(answer) << answer.error().to_string();
  clock->advance(6min);
  const auto late = ask(client);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().status, 403);
  EXPECT_EQ(late.error().message, "Bearer Token has expired");
}

}  // namespace
}  // namespace anthropic::internal::testing
