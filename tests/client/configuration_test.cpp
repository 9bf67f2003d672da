#include <gmock/gmock.h>

#include <anthropic/anthropic.hpp>
#include <anthropic/anthropic_aws.hpp>

#include "client/client_fixture.hpp"

namespace anthropic::internal::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using ConfigurationTest = ClientTest;

Error failure(const AnthropicBedrock& client) {
  return client.messages.create({.model = kHaiku, .max_tokens = 1, .messages = {{"user", "x"}}}).error();
}

TEST_F(ConfigurationTest, ConstructingTouchesNothing) {
  fake_.files->make_unreadable("/home/user/.aws/config");
  const auto client = make_client({.aws_profile = "nobody"});
  EXPECT_EQ(fake_.files->reads(), 0);
  EXPECT_EQ(failure(client).kind, ErrorKind::configuration);
}

TEST_F(ConfigurationTest, NoRegionNamesEveryPlace) {
  const Error error = failure(make_client({.aws_access_key = "AK", .aws_secret_key = kSecret}));
  EXPECT_EQ(error.kind, ErrorKind::configuration);
  for (const char* place : {"AWS_REGION", "AWS_DEFAULT_REGION", "default", ".aws/config"}) {
    EXPECT_THAT((error.message + error.hint), HasSubstr(place)) << place << ": " << error.message;
  }
}

TEST_F(ConfigurationTest, NoCredentialsNamesEveryPlace) {
  const Error error = failure(make_client({.aws_region = "us-east-1"}));
  EXPECT_EQ(error.kind, ErrorKind::credentials);
  for (const char* place : {"AWS_ACCESS_KEY_ID", "default", ".aws/credentials"}) {
    EXPECT_THAT((error.message + error.hint), HasSubstr(place)) << place << ": " << error.message;
  }
  EXPECT_FALSE(error.hint.empty());
  EXPECT_EQ(error.attempts, 0);
}

TEST_F(ConfigurationTest, AKeyWithALineBreakNamesItsPlaceAndIsNotShown) {
  const auto check = [&](const Error& error, const std::string& place) {
    EXPECT_EQ(error.kind, ErrorKind::configuration);
    EXPECT_TRUE(error.message.starts_with(place + " holds a line break")) << error.message;
    EXPECT_THAT((error.message + error.hint), Not(HasSubstr("abc"))) << error.message;
    EXPECT_EQ(error.attempts, 0);
  };
  check(failure(make_client({.aws_region = "us-east-1", .api_key = "abc\ndef"})), "api_key");
  fake_.environment->set("AWS_BEARER_TOKEN_BEDROCK", "abc\r\ndef");
  check(failure(make_client({.aws_region = "us-east-1"})), "AWS_BEARER_TOKEN_BEDROCK");

  const auto call = [&](const auto& client) {
    return client.messages.create({.model = "claude-haiku-4-5", .max_tokens = 1, .messages = {{"user", "x"}}})
        .error();
  };
  check(call(make_client<Anthropic>({.auth_token = "abc\ndef"})), "auth_token");
  fake_.environment->set("ANTHROPIC_AUTH_TOKEN", "abc\ndef");
  check(call(make_client<Anthropic>({})), "ANTHROPIC_AUTH_TOKEN");
  fake_.environment->set("ANTHROPIC_API_KEY", "abc\ndef");
  check(call(make_client<Anthropic>({})), "ANTHROPIC_API_KEY");
  fake_.environment->set("ANTHROPIC_AWS_WORKSPACE_ID", "abc\ndef");
  check(call(make_client<AnthropicAws>({.aws_region = "us-east-1", .api_key = "k"})),
        "ANTHROPIC_AWS_WORKSPACE_ID");
  EXPECT_TRUE(fake_.transport->requests().empty());
}

TEST_F(ConfigurationTest, HalfAKeyPairIsAnError) {
  EXPECT_EQ(failure(make_client({.aws_region = "us-east-1", .aws_access_key = "AK"})).kind,
            ErrorKind::configuration);
  EXPECT_EQ(
      failure(
          make_client(
              {.aws_region = "us-east-1", .aws_access_key = "AK", .aws_secret_key = kSecret, .api_key = "b"}))
          .kind,
      ErrorKind::configuration);
}

TEST_F(ConfigurationTest, AKeyWithALineBreakIsNamedByThePlaceThatItCameFrom) {
  const auto said = [&](AnthropicBedrockOptions options) {
    options.aws_region = "us-east-1";
    const Error error = failure(make_client(options));
    EXPECT_EQ(error.kind, ErrorKind::configuration) << error.message;
    EXPECT_THAT((error.message + error.hint), Not(HasSubstr("hidden")));
    return error.message;
  };
  EXPECT_THAT(said({.api_key = "hid\nhidden"}), ::testing::HasSubstr("api_key holds a line break"));
  EXPECT_THAT(said({.api_key = " \n"}), ::testing::HasSubstr("api_key is blank"));
  EXPECT_THAT(said({.aws_access_key = "AK", .aws_secret_key = "hid\nhidden"}),
              ::testing::HasSubstr("secret_access_key holds a line break"));
  fake_.environment->set("AWS_BEARER_TOKEN_BEDROCK", "hid\nhidden");
  EXPECT_THAT(said({}), ::testing::HasSubstr("AWS_BEARER_TOKEN_BEDROCK holds a line break"));
  EXPECT_TRUE(fake_.transport->requests().empty());
}

TEST_F(ConfigurationTest, WhiteSpaceAroundAnApiKeyIsNotSent) {
  fake_.transport->answer(message_answer());
  EXPECT_EQ(failure(make_client({.aws_region = "us-east-1", .api_key = "key\n"})).kind, ErrorKind::none);
  EXPECT_EQ(fake_.transport->requests().back().header("authorization"), "Bearer key");
}

TEST_F(ConfigurationTest, ExplicitBeatsAmbient) {
  fake_.environment->set("AWS_BEARER_TOKEN_BEDROCK", "ambient-token");
  fake_.environment->set("AWS_ACCESS_KEY_ID", "AMBIENT");
  fake_.environment->set("AWS_SECRET_ACCESS_KEY", "ambient-secret");
  fake_.environment->set("AWS_REGION", "eu-west-1");
  fake_.environment->set("ANTHROPIC_API_KEY", "first-party");
  fake_.environment->set("ANTHROPIC_BASE_URL", "https://elsewhere.example");
  const auto sent_by = [&](AnthropicBedrockOptions options) {
    fake_.transport->answer(message_answer());
    const AnthropicBedrock client = make_client(options);
    EXPECT_EQ(failure(client).kind, ErrorKind::none);
    return fake_.transport->requests().back();
  };
  EXPECT_EQ(sent_by({}).header("authorization"), "Bearer ambient-token");
  EXPECT_EQ(sent_by({.api_key = "mine"}).header("authorization"), "Bearer mine");
  const FakeRequest signed_request =
      sent_by({.aws_region = "us-west-2", .aws_access_key = "MINE", .aws_secret_key = kSecret});
  EXPECT_THAT(signed_request.header("authorization"), HasSubstr("Credential=MINE/"));
  EXPECT_EQ(signed_request.header("host"), "bedrock-runtime.us-west-2.amazonaws.com");
  EXPECT_EQ(signed_request.header("x-api-key"), "");
  EXPECT_EQ(sent_by({.skip_auth = true}).header("authorization"), "");
  fake_.files->write("/home/user/.aws/credentials",
                     "[work]\naws_access_key_id=WORK\naws_secret_access_key=w\n");
  fake_.environment->unset("AWS_ACCESS_KEY_ID");
  fake_.environment->unset("AWS_SECRET_ACCESS_KEY");
  EXPECT_THAT(sent_by({.aws_profile = "work"}).header("authorization"), HasSubstr("Credential=WORK/"));
}

TEST_F(ConfigurationTest, BaseUrls) {
  const auto url_of = [&](const std::string& base_url) {
    fake_.transport->answer(message_answer());
    AnthropicBedrockOptions options = this->options();
    options.base_url = base_url;
    const Error error = failure(make_client(options));
    return error.kind == ErrorKind::none ? fake_.transport->requests().back().url : error.to_string();
  };
  const std::string path = "/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke";
  EXPECT_EQ(url_of("http://127.0.0.1:8080"), "http://127.0.0.1:8080" + path);
  EXPECT_EQ(url_of("https://gateway.example/team/bedrock/"), "https://gateway.example/team/bedrock" + path);
  EXPECT_EQ(fake_.transport->requests().back().header("host"), "gateway.example");
  EXPECT_THAT(url_of("gateway.example"), HasSubstr("ConfigurationError"));
  EXPECT_THAT(url_of("ftp://x"), HasSubstr("ConfigurationError"));
  EXPECT_THAT(url_of("https://x?y=1"), HasSubstr("ConfigurationError"));
  fake_.environment->set("AWS_ENDPOINT_URL_BEDROCK_RUNTIME",
                         "https://vpce-1.bedrock-runtime.us-east-1.vpce.amazonaws.com");
  EXPECT_EQ(url_of(""), "https://vpce-1.bedrock-runtime.us-east-1.vpce.amazonaws.com" + path);
  fake_.environment->set("ANTHROPIC_BEDROCK_BASE_URL", "http://localhost:9");
  EXPECT_EQ(url_of(""), "http://localhost:9" + path);
}

TEST_F(ConfigurationTest, ABearerTokenIsNotSentInTheClear) {
  const Error error = failure(
      make_client({.aws_region = "us-east-1", .api_key = "bearer-secret", .base_url = "http://example.com"}));
  EXPECT_EQ(error.kind, ErrorKind::configuration);
  EXPECT_THAT(error.message, Not(HasSubstr("bearer-secret")));
  EXPECT_TRUE(fake_.transport->requests().empty());
}

TEST_F(ConfigurationTest, ABearerTokenThatComesLaterIsNotSentInTheClearEither) {
  const AnthropicBedrock client =
      make_client({.aws_region = "us-east-1", .base_url = "http://gateway.example"});
  EXPECT_EQ(failure(client).kind, ErrorKind::credentials);
  const std::size_t search_for_credentials = fake_.transport->requests().size();
  fake_.environment->set("AWS_BEARER_TOKEN_BEDROCK", "token");
  EXPECT_EQ(failure(client).kind, ErrorKind::configuration);
  EXPECT_EQ(fake_.transport->requests().size(), search_for_credentials);
}

TEST_F(ConfigurationTest, HeadersOfTheCaller) {
  fake_.transport->answer(message_answer());
  AnthropicBedrockOptions options = this->options();
  options.default_headers = {{"X-Team", "a"}, {"X-Amzn-Bedrock-Trace", "ENABLED"}, {"User-Agent", "mine"}};
  const AnthropicBedrock client = make_client(options);
  ASSERT_TRUE(client.messages.create(params(), {.extra_headers = {{"x-team", "b"}}}));
  const FakeRequest request = fake_.transport->requests().back();
  EXPECT_EQ(request.header("x-team"), "b");
  EXPECT_EQ(request.header("user-agent"), "mine");
  EXPECT_THAT(request.header("authorization"), HasSubstr("x-amzn-bedrock-trace"));
  EXPECT_THAT(request.header("authorization"), Not(HasSubstr("x-team")));
}

TEST_F(ConfigurationTest, ProxiesAndCertificates) {
  fake_.transport->answer_with([](const FakeRequest&) { return message_answer(); });
  AnthropicBedrockOptions options = this->options();
  options.transport.ca_bundle = "/etc/my-ca.pem";
  options.transport.proxy = "http://proxy:3128";
  ASSERT_EQ(failure(make_client(options)).kind, ErrorKind::none);
  EXPECT_EQ(fake_.transport->requests().back().connection.proxy, "http://proxy:3128");
  EXPECT_EQ(fake_.transport->requests().back().connection.ca_bundle, "/etc/my-ca.pem");
  fake_.environment->set("AWS_CA_BUNDLE", "/etc/env-ca.pem");
  AnthropicBedrockOptions plain = this->options();
  plain.base_url = "http://gateway.example";
  ASSERT_EQ(failure(make_client(plain)).kind, ErrorKind::none);
  EXPECT_EQ(fake_.transport->requests().back().connection.proxy, "") << "the transport asks the environment";
  EXPECT_EQ(fake_.transport->requests().back().connection.ca_bundle, "/etc/env-ca.pem");
  plain.base_url = "http://127.0.0.1:1";
  ASSERT_EQ(failure(make_client(plain)).kind, ErrorKind::none);
  EXPECT_EQ(fake_.transport->requests().back().connection.proxy, "none");
}

TEST_F(ConfigurationTest, AProviderOfTheCallers) {
  struct Provider final : aws::CredentialsProvider {
    Result<aws::Credentials> credentials(std::stop_token) override {
      if (++calls == 1) return Error{.kind = ErrorKind::connection, .message = "not yet"};
      return aws::Credentials{.access_key_id = "FROMPROVIDER", .secret_access_key = "s"};
    }
    int calls = 0;
  };
  auto provider = std::make_shared<Provider>();
  fake_.transport->answer(message_answer());
  const AnthropicBedrock client = make_client({.aws_region = "us-east-1", .credentials_provider = provider});
  EXPECT_EQ(failure(client).kind, ErrorKind::none);
  EXPECT_EQ(provider->calls, 2) << "a provider that cannot be reached is asked again";
  EXPECT_THAT(fake_.transport->requests().back().header("authorization"), HasSubstr("FROMPROVIDER"));
}

}  // namespace
}  // namespace anthropic::internal::testing
