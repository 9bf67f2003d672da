#include "commands/local/endpoint_variables.hpp"

#include <gtest/gtest.h>
#include <map>

#include "support/fake_environment.hpp"

namespace anthropic::internal::cli {
namespace {

using Changes = std::map<std::string, std::optional<std::string>>;

EndpointAccess access() {
  return {.url = "http://127.0.0.1:8123",
          .region = "eu-west-1",
          .pair = {.access_key_id = "AKID", .secret_access_key = "of-this-test"},
          .api_key = "sk-of-this-test"};
}

Changes changes(const EndpointAccess& access, const Environment& environment) {
  Changes changes;
  for (const VariableChange& change : endpoint_variables(access, environment)) {
    EXPECT_FALSE(changes.contains(change.name)) << change.name << " twice";
    changes[change.name] = change.value;
  }
  return changes;
}

TEST(EndpointVariables, SendEveryClientThere) {
  Changes found = changes(access(), testing::FakeEnvironment());
  for (const char* name : {"AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_BEDROCK", "AWS_ENDPOINT_URL_BEDROCK_RUNTIME",
                           "ANTHROPIC_BEDROCK_BASE_URL", "ANTHROPIC_BASE_URL", "ANTHROPIC_AWS_BASE_URL"})
    EXPECT_EQ(found[name], "http://127.0.0.1:8123") << name;
  EXPECT_EQ(found["ANTHROPIC_BEDROCK_MANTLE_BASE_URL"], "http://127.0.0.1:8123/anthropic");
  EXPECT_EQ(found["AWS_REGION"], "eu-west-1");
  EXPECT_EQ(found["AWS_DEFAULT_REGION"], "eu-west-1");
  EXPECT_EQ(found["AWS_ACCESS_KEY_ID"], "AKID");
  EXPECT_EQ(found["AWS_SECRET_ACCESS_KEY"], "of-this-test");
  EXPECT_EQ(found["ANTHROPIC_API_KEY"], "sk-of-this-test");
  EXPECT_EQ(found["AWS_EC2_METADATA_DISABLED"], "true");
}

TEST(EndpointVariables, SayWhatToTrust) {
  EXPECT_FALSE(changes(access(), testing::FakeEnvironment()).contains("AWS_CA_BUNDLE"));
  EndpointAccess secure = access();
  secure.ca_file = "/tmp/ca.pem";
  Changes found = changes(secure, testing::FakeEnvironment());
  for (const char* name : {"AWS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"})
    EXPECT_EQ(found[name], "/tmp/ca.pem") << name;
}

// What of the user's would have a client ask elsewhere, or as somebody else.
TEST(EndpointVariables, RemoveOtherCredentials) {
  Changes found = changes(access(), testing::FakeEnvironment());
  for (const char* name : {"AWS_SESSION_TOKEN", "AWS_BEARER_TOKEN_BEDROCK", "AWS_PROFILE",
                           "AWS_CREDENTIAL_EXPIRATION", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
                           "AWS_USE_FIPS_ENDPOINT", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_AWS_API_KEY"}) {
    ASSERT_TRUE(found.contains(name)) << name;
    EXPECT_EQ(found[name], std::nullopt) << name;
  }
  EXPECT_EQ(found["AWS_CONFIG_FILE"], "/dev/null");
  EXPECT_EQ(found["AWS_SHARED_CREDENTIALS_FILE"], "/dev/null");
}

// Keys would go before those that are fetched.
TEST(EndpointVariables, SayWhereKeysAreFetchedInsteadOfThem) {
  EXPECT_EQ(changes(access(), testing::FakeEnvironment())["AWS_CONTAINER_CREDENTIALS_FULL_URI"],
            std::nullopt);
  EndpointAccess given = access();
  given.container_token = "token";
  Changes found = changes(given, testing::FakeEnvironment());
  EXPECT_EQ(found["AWS_CONTAINER_CREDENTIALS_FULL_URI"], "http://127.0.0.1:8123/credentials");
  EXPECT_EQ(found["AWS_CONTAINER_AUTHORIZATION_TOKEN"], "token");
  for (const char* name : {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"})
    EXPECT_EQ(found[name], std::nullopt) << name;
}

TEST(EndpointVariables, HaveTheTokensThatTheEndpointWants) {
  EndpointAccess given = access();
  given.pair.session_token = "session";
  given.bearer = "bearer";
  Changes found = changes(given, testing::FakeEnvironment());
  EXPECT_EQ(found["AWS_SESSION_TOKEN"], "session");
  EXPECT_EQ(found["AWS_BEARER_TOKEN_BEDROCK"], "bearer");
}

TEST(EndpointVariables, KeepTheUsersWorkspace) {
  testing::FakeEnvironment environment;
  EXPECT_EQ(changes(access(), environment)["ANTHROPIC_AWS_WORKSPACE_ID"], "wrkspc_local");
  environment.set("ANTHROPIC_AWS_WORKSPACE_ID", "wrkspc_1");
  EXPECT_EQ(changes(access(), environment)["ANTHROPIC_AWS_WORKSPACE_ID"], "wrkspc_1");
}

TEST(EndpointVariables, GoPastTheProxy) {
  testing::FakeEnvironment environment;
  EXPECT_EQ(changes(access(), environment)["NO_PROXY"], "127.0.0.1");
  environment.set("NO_PROXY", "example.com");
  EXPECT_EQ(changes(access(), environment)["no_proxy"], "127.0.0.1,example.com") << "it would hide the other";
  environment.set("no_proxy", "*");
  Changes found = changes(access(), environment);
  EXPECT_EQ(found["no_proxy"], "*");
  EXPECT_EQ(found["NO_PROXY"], "127.0.0.1,example.com");
  EndpointAccess six = access();
  six.url = "http://[::1]:8123";
  EXPECT_EQ(changes(six, testing::FakeEnvironment())["NO_PROXY"], "::1");
}

}  // namespace
}  // namespace anthropic::internal::cli
