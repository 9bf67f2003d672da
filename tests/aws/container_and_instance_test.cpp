#include <gmock/gmock.h>

#include <anthropic/aws/session.hpp>
#include <anthropic/json.hpp>

#include "aws/credentials/metadata/container_source.hpp"
#include "aws/credentials/metadata/imds_client.hpp"
#include "aws/session/make_session.hpp"
#include "support/fake_world.hpp"
#include "support/vectors.hpp"

// Credentials that the machine itself has: ECS, EKS, EC2.

namespace anthropic::internal::aws {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::make_fake_world;
using ::testing::Not;
using namespace std::chrono_literals;

constexpr const char* kVectors = "credentials/smithy-rs-aws-config";
constexpr const char* kKeys =
    R"({"Code":"Success","AccessKeyId":"ASIA1","SecretAccessKey":"rolesecret","Token":"roletoken","Expiration":"2026-11-22T18:00:00Z"})";

std::string message_of(const SourceAnswer& answer) {
  if (const auto* error = std::get_if<Error>(&answer)) return error->message;
  if (const auto* nothing = std::get_if<NotConfigured>(&answer)) return nothing->looked_at;
  return "credentials";
}

TEST(Container, AsksWhereTheSdksAsk) {
  const auto folder = testing::vectors(kVectors);
  REQUIRE_VECTORS(folder);
  const auto cases = Json::parse(testing::read_file(folder / "ecs-tests.json"));
  ASSERT_TRUE(cases);
  EXPECT_EQ((*cases)["tests"].size(), 11u);
  for (const Json& test : (*cases)["tests"].items()) {
    SCOPED_TRACE(test["docs"].string_or(""));
    auto fake = make_fake_world();
    for (const auto& variable : test["env"].members()) {
      fake.environment->set(variable.name, variable.value.string_or(""));
    }
    fake.transport->answer(200, kKeys);
    const SessionSetup setup({}, fake.world);
    const auto answer = make_container_source(setup)->load({});
    if (test["result"].contains("Ok")) {
      ASSERT_TRUE(std::holds_alternative<Credentials>(answer)) << message_of(answer);
      EXPECT_EQ(fake.transport->requests().at(0).url, test["result"]["Ok"].string_or(""));
      EXPECT_EQ(fake.transport->requests().at(0).connection.proxy, "none");
      EXPECT_EQ(fake.transport->requests().at(0).connection.connect_timeout, 2s);
    } else {
      EXPECT_TRUE(fake.transport->requests().empty());
      EXPECT_EQ(std::holds_alternative<NotConfigured>(answer), test["env"].empty());
    }
  }
}

TEST(Container, SendsItsTokenAndReadsTheFileAnewEachTime) {
  auto fake = make_fake_world({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials"},
                               {"AWS_CONTAINER_AUTHORIZATION_TOKEN", "not this one"},
                               {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/token"}},
                              {{"/token", "podtoken1\n"}});
  fake.transport->answer(200, kKeys);
  fake.transport->answer(200, kKeys);
  const SessionSetup setup({}, fake.world);
  const auto source = make_container_source(setup);
  (void)source->load({});
  fake.files->write("/token", "podtoken2");
  (void)source->load({});
  EXPECT_EQ(fake.transport->requests().at(0).header("authorization"), "podtoken1");
  EXPECT_EQ(fake.transport->requests().at(1).header("authorization"), "podtoken2");
}

TEST(Container, RefusesWhatWouldGiveItsTokenAway) {
  const auto ask = [](const std::string& url, const std::string& token) {
    auto fake = make_fake_world(
        {{"AWS_CONTAINER_CREDENTIALS_FULL_URI", url}, {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/token"}},
        {{"/token", token}});
    fake.transport->answer(200, kKeys);
    const SessionSetup setup({}, fake.world);
    const std::string message = message_of(make_container_source(setup)->load({}));
    EXPECT_TRUE(fake.transport->requests().empty()) << url;
    EXPECT_THAT(message, Not(HasSubstr("podtoken")));
    return message;
  };
  EXPECT_THAT(ask("http://example.com/", "podtoken"), HasSubstr("example.com without TLS"));
  EXPECT_THAT(ask("http://127.0.0.1.example.com/", "podtoken"), HasSubstr("without TLS"));
  EXPECT_THAT(ask("http://169.254.170.2.example.com/", "podtoken"), HasSubstr("without TLS"));
  EXPECT_THAT(ask("http://127.0.0.1/", "podtoken\r\nx: y"), HasSubstr("line break"));
  EXPECT_THAT(ask("http://127.0.0.1/", "\n"), HasSubstr("is empty"));
}

TEST(Container, SaysWhatToDoAboutItsVariables) {
  const auto hint_for = [](const std::string& name, const std::string& value,
                           const std::map<std::string, std::string>& files = {}) {
    std::map<std::string, std::string> variables = {
        {"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials"}};
    variables[name] = value;
    auto fake = make_fake_world(variables, files);
    const SessionSetup setup({}, fake.world);
    const SourceAnswer answer = make_container_source(setup)->load({});
    const auto* error = std::get_if<Error>(&answer);
    return error ? error->hint : "";
  };
  EXPECT_THAT(hint_for("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "v2"),
              HasSubstr("goes into AWS_CONTAINER_CREDENTIALS_FULL_URI"));
  EXPECT_THAT(hint_for("AWS_CONTAINER_CREDENTIALS_FULL_URI", "ftp:"), HasSubstr("http://169.254.170.23"));
  const std::string file = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
  EXPECT_THAT(hint_for(file, "/token"), HasSubstr("unset " + file));
  EXPECT_THAT(hint_for(file, "/token", {{"/token", ""}}), HasSubstr("unset " + file));
  EXPECT_THAT(hint_for(file, "/token", {{"/token", "a\nb"}}), HasSubstr("on one line"));
}

TEST(Container, AServiceThatDoesNotAnswerIsAnErrorAfterThreeAttempts) {
  auto fake = make_fake_world({{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/c"}});
  for (int i = 0; i < 3; ++i) fake.transport->fail(ErrorKind::timeout, "no answer");
  const auto credentials = internal::make_session({}, fake.world).credentials();
  ASSERT_FALSE(credentials);
  EXPECT_EQ(credentials.error().kind, ErrorKind::credentials);
  EXPECT_THAT(credentials.error().message, HasSubstr("does not answer"));
  EXPECT_EQ(fake.transport->requests().size(), 3u);
  EXPECT_EQ(fake.clock->sleeps(), (std::vector<std::chrono::milliseconds>{1s, 1s}));
}

TEST(Container, RubbishIsAnErrorWithoutItsText) {
  for (const char* body : {"", "rolesecret", "[]", R"({"SecretAccessKey":"rolesecret"})",
                           R"({"AccessKeyId":"A","SecretAccessKey":"rolesecret","Expiration":"rolesecret"})",
                           R"({"Code":"rolesecret 1"})"}) {
    auto fake = make_fake_world({{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/c"}});
    fake.transport->answer(200, body);
    const SessionSetup setup({}, fake.world);
    const auto answer = make_container_source(setup)->load({});
    ASSERT_TRUE(std::holds_alternative<Error>(answer)) << body;
    EXPECT_THAT(message_of(answer), Not(HasSubstr("rolesecret")));
  }
}

TEST(Container, TrustsTheSessionsAuthoritiesOverTls) {
  const auto bundle_of = [](const SessionOptions& options, const std::string& url) {
    auto fake = make_fake_world({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", url}, {"AWS_CA_BUNDLE", "/env.pem"}});
    if (!options.profile.empty()) {
      fake.environment->unset("AWS_CA_BUNDLE");
      fake.files->write("/home/user/.aws/config", "[profile dev]\nca_bundle = /profile.pem\n");
    }
    fake.transport->answer(200, kKeys);
    const SessionSetup setup(options, fake.world);
    EXPECT_EQ(message_of(make_container_source(setup)->load({})), "credentials");
    EXPECT_EQ(fake.transport->requests().at(0).connection.proxy, "none");
    return fake.transport->requests().at(0).connection.ca_bundle;
  };
  EXPECT_EQ(bundle_of({}, "https://localhost:1/c"), "/env.pem");
  EXPECT_EQ(bundle_of({.profile = "dev"}, "https://localhost:1/c"), "/profile.pem");
  EXPECT_EQ(bundle_of({.transport = {.ca_bundle = "/code.pem"}}, "https://localhost:1/c"), "/code.pem");
  EXPECT_EQ(bundle_of({}, "http://localhost:1/c"), "");
}

/// An instance: a token, then what a path holds.
void answer_as_instance(testing::FakeWorld& fake, std::string keys) {
  fake.transport->answer_with([keys = std::move(keys)](const testing::FakeRequest& request) {
    if (request.method == "PUT") return testing::FakeAnswer{.pieces = {"imdstoken"}};
    if (request.header("x-aws-ec2-metadata-token") != "imdstoken") return testing::FakeAnswer{.status = 401};
    if (request.url.ends_with("/region")) return testing::FakeAnswer{.pieces = {"eu-central-1"}};
    if (request.url.ends_with("/")) return testing::FakeAnswer{.pieces = {"my-role\n"}};
    return testing::FakeAnswer{.pieces = {keys}};
  });
}

TEST(Instance, IsAskedWhereTheSdksAsk) {
  const auto folder = testing::vectors(kVectors);
  REQUIRE_VECTORS(folder);
  const auto cases = Json::parse(testing::read_file(folder / "imds-config/imds-endpoint-tests.json"));
  ASSERT_TRUE(cases);
  int replayed = 0;
  for (const Json& test : (*cases)["tests"].items()) {
    SCOPED_TRACE(test["docs"].string_or(""));
    // Options in code that this library does not have.
    if (test.contains("endpoint_override") || test.contains("mode_override")) continue;
    ++replayed;
    auto fake = make_fake_world();
    for (const auto& variable : test["env"].members()) {
      fake.environment->set(variable.name, variable.value.string_or(""));
    }
    for (const auto& file : test["fs"].members()) fake.files->write(file.name, file.value.string_or(""));
    ImdsClient client(fake.world, std::make_shared<const Settings>(fake.world, ""));
    const auto answer = client.get("/x", {});
    ASSERT_TRUE(answer.failure);
    if (test["result"].contains("Ok")) {
      EXPECT_EQ(fake.transport->requests().at(0).url, test["result"]["Ok"].string_or(""));
    } else {
      EXPECT_TRUE(fake.transport->requests().empty());
      EXPECT_EQ(answer.failure->error.kind, ErrorKind::configuration);
    }
  }
  EXPECT_EQ(replayed, 11);
}

TEST(Instance, ThatIsNotThereCostsASecondOnce) {
  auto fake = make_fake_world();
  fake.transport->answer_with([](const testing::FakeRequest& request) {
    return testing::FakeAnswer{.error = Error{.kind = ErrorKind::timeout, .message = "no answer"},
                               .takes = request.timeout};
  });
  const Session session = internal::make_session({}, fake.world);
  const SteadyTime began = fake.clock->steady_now();
  EXPECT_FALSE(session.credentials());
  EXPECT_FALSE(session.credentials());
  EXPECT_FALSE(session.region());
  EXPECT_EQ(fake.clock->steady_now() - began, 1s);
  EXPECT_EQ(fake.transport->requests().size(), 1u);
  EXPECT_EQ(fake.transport->requests().at(0).connection.connect_timeout, 1s);
  fake.clock->advance(1min);
  EXPECT_FALSE(session.credentials());
  EXPECT_EQ(fake.transport->requests().size(), 2u);
}

TEST(Instance, IsNotAskedWhereItIsNotNeededOrSwitchedOff) {
  auto fake = make_fake_world({{"AWS_ACCESS_KEY_ID", "AKID"}, {"AWS_SECRET_ACCESS_KEY", "secret"}});
  const Session session = internal::make_session({.region = "us-east-1"}, fake.world);
  EXPECT_TRUE(session.credentials());
  EXPECT_TRUE(session.region());
  EXPECT_TRUE(fake.transport->requests().empty());
  auto off = make_fake_world({{"AWS_EC2_METADATA_DISABLED", "TRUE"}});
  const Session without = internal::make_session({}, off.world);
  EXPECT_THAT(without.credentials().error().message, HasSubstr("AWS_EC2_METADATA_DISABLED"));
  EXPECT_THAT(without.region().error().message,
              AllOf(HasSubstr("AWS_REGION"), HasSubstr("AWS_EC2_METADATA_DISABLED")));
  EXPECT_TRUE(off.transport->requests().empty());
}

TEST(Instance, KnowsItsRegion) {
  auto fake = make_fake_world();
  answer_as_instance(fake, kKeys);
  const Session session = internal::make_session({}, fake.world);
  EXPECT_EQ(session.region().value_or("?"), "eu-central-1");
  EXPECT_EQ(session.region().value_or("?"), "eu-central-1");
  EXPECT_EQ(fake.transport->requests().size(), 2u);
}

TEST(Instance, KeepsItsTokenForItsLifetimeAndTakesANewOneWhenRefused) {
  auto fake = make_fake_world();
  int tokens = 0;
  fake.transport->answer_with([&](const testing::FakeRequest& request) {
    if (request.method == "PUT") return testing::FakeAnswer{.pieces = {"t" + std::to_string(++tokens)}};
    const bool right = request.header("x-aws-ec2-metadata-token") == "t2";
    return right ? testing::FakeAnswer{.pieces = {"x"}} : testing::FakeAnswer{.status = 401};
  });
  ImdsClient client(fake.world, std::make_shared<const Settings>(fake.world, ""));
  EXPECT_TRUE(client.get("/a", {}).failure);  // a new token that is refused is not tried again
  EXPECT_TRUE(client.get("/a", {}).text);
  EXPECT_TRUE(client.get("/a", {}).text);
  EXPECT_EQ(tokens, 2);
  fake.clock->advance(6h);
  EXPECT_TRUE(client.get("/a", {}).failure);
  EXPECT_EQ(tokens, 3);
}

TEST(Instance, WhatHasExpiredStaysInUseWhileTheServiceIsOutOfOrder) {
  auto fake = make_fake_world();
  answer_as_instance(fake, kKeys);
  const Session session = internal::make_session({}, fake.world);
  EXPECT_EQ(session.credentials()->access_key_id, "ASIA1");
  fake.transport->answer_with([](const testing::FakeRequest&) { return testing::FakeAnswer{.status = 500}; });
  fake.clock->advance(7h);
  const std::size_t before = fake.transport->requests().size();
  EXPECT_EQ(session.credentials()->access_key_id, "ASIA1");
  const std::size_t after = fake.transport->requests().size();
  EXPECT_GT(after, before);
  fake.clock->advance(9min);
  EXPECT_EQ(session.credentials()->access_key_id, "ASIA1");
  EXPECT_EQ(fake.transport->requests().size(), after);
  // Between ten and fifteen minutes later.
  answer_as_instance(
      fake,
      R"({"Code":"Success","AccessKeyId":"ASIA2","SecretAccessKey":"s","Token":"t","Expiration":"2026-11-23T01:00:00Z"})");
  fake.clock->advance(6min);
  EXPECT_EQ(session.credentials()->access_key_id, "ASIA2");
}

TEST(Instance, ThatRefusesIsListedWithEveryOtherPlace) {
  struct Case {
    int token_status, list_status, role_status;
    const char* said;
  };
  const Case cases[] = {
      {403, 200, 200, "EC2's instance metadata (gives no token: status 403)"},
      {500, 200, 200, "EC2's instance metadata (gives no token: status 500)"},
      {400, 200, 200, "EC2's instance metadata (gives no token: status 400)"},
      {405, 200, 200, "EC2's instance metadata (is not there: status 405)"},
      {200, 403, 200, "EC2's instance metadata (gives nothing: status 403)"},
      {200, 404, 200, "EC2's instance metadata (the instance has no role)"},
      {200, 200, 403, "EC2's instance metadata (gives nothing: status 403)"},
  };
  for (const Case& test : cases) {
    auto fake = make_fake_world();
    fake.transport->answer_with([&test](const testing::FakeRequest& request) {
      if (request.method == "PUT")
        return testing::FakeAnswer{.status = test.token_status, .pieces = {"imdstoken"}};
      if (request.url.ends_with("/"))
        return testing::FakeAnswer{.status = test.list_status, .pieces = {"role"}};
      return testing::FakeAnswer{.status = test.role_status, .pieces = {"no"}};
    });
    const auto credentials = internal::make_session({}, fake.world).credentials();
    ASSERT_FALSE(credentials);
    EXPECT_THAT(credentials.error().message,
                AllOf(HasSubstr("no AWS credentials found"), HasSubstr("AWS_ACCESS_KEY_ID"),
                      HasSubstr("/home/user/.aws/credentials"), HasSubstr("AWS_WEB_IDENTITY_TOKEN_FILE"),
                      HasSubstr("AWS_CONTAINER_CREDENTIALS"), HasSubstr(test.said)));
    EXPECT_THAT(credentials.error().hint, HasSubstr("aws configure"));
  }
}

TEST(Instance, ThatCannotBeReachedIsListedWithTheReason) {
  for (const ErrorKind kind : {ErrorKind::timeout, ErrorKind::connection}) {
    auto fake = make_fake_world();
    fake.transport->answer_with([kind](const testing::FakeRequest& request) {
      if (request.url.ends_with("/x") || request.method == "PUT") {
        return testing::FakeAnswer{.error = Error{.kind = kind, .message = "connection to it refused"}};
      }
      return testing::FakeAnswer{.status = 500};
    });
    const auto credentials = internal::make_session({}, fake.world).credentials();
    ASSERT_FALSE(credentials);
    EXPECT_THAT(credentials.error().message,
                HasSubstr(kind == ErrorKind::timeout ? "metadata (does not answer)"
                                                     : "metadata (does not answer: connection to it"));
    EXPECT_THAT(credentials.error().hint, HasSubstr("aws configure"));
  }
}

TEST(Instance, WithARoleThatIsOutOfOrderIsAnError) {
  auto fake = make_fake_world();
  fake.transport->answer_with([](const testing::FakeRequest& request) {
    if (request.method == "PUT") return testing::FakeAnswer{.pieces = {"imdstoken"}};
    if (request.url.ends_with("/")) return testing::FakeAnswer{.pieces = {"my-role"}};
    return testing::FakeAnswer{.status = 500};
  });
  const auto credentials = internal::make_session({}, fake.world).credentials();
  ASSERT_FALSE(credentials);
  EXPECT_THAT(credentials.error().message,
              AllOf(HasSubstr("my-role"), HasSubstr("status 500"), Not(HasSubstr("looked at"))));
  EXPECT_FALSE(credentials.error().hint.empty());
}

TEST(Instance, ThatAProfileNamesMustAnswer) {
  auto fake = make_fake_world({{"AWS_PROFILE", "dev"}, {"AWS_REGION", "us-east-1"}},
                              {{"/home/user/.aws/config",
                                "[profile dev]\nrole_arn = arn:aws:iam::1:role/r\n"
                                "credential_source = Ec2InstanceMetadata\n"}});
  fake.transport->answer_with([](const testing::FakeRequest&) { return testing::FakeAnswer{.status = 403}; });
  const auto credentials = internal::make_session({}, fake.world).credentials();
  ASSERT_FALSE(credentials);
  EXPECT_THAT(credentials.error().message, AllOf(HasSubstr("credential_source of the profile \"dev\""),
                                                 HasSubstr("gives no token: status 403")));
  EXPECT_FALSE(credentials.error().hint.empty());
}

TEST(Instance, ARegionThatItDoesNotTellIsListed) {
  auto fake = make_fake_world();
  fake.transport->answer_with([](const testing::FakeRequest&) { return testing::FakeAnswer{.status = 403}; });
  const auto region = internal::make_session({}, fake.world).region();
  ASSERT_FALSE(region);
  EXPECT_EQ(region.error().kind, ErrorKind::configuration);
  EXPECT_THAT(region.error().message,
              AllOf(HasSubstr("no AWS region is set"), HasSubstr("AWS_DEFAULT_REGION"),
                    HasSubstr("/home/user/.aws/config"),
                    HasSubstr("EC2's instance metadata (gives no token: status 403)")));
  EXPECT_THAT(region.error().hint, HasSubstr("export AWS_REGION"));
  auto wrong = make_fake_world({{"AWS_METADATA_SERVICE_TIMEOUT", "never"}});
  const Error said = internal::make_session({}, wrong.world).region().error();
  EXPECT_THAT(said.message, AllOf(HasSubstr("AWS_METADATA_SERVICE_TIMEOUT"), Not(HasSubstr("looked at"))));
}

TEST(Instance, WhatItHandsOutExpiredIsUsed) {
  auto fake = make_fake_world();
  answer_as_instance(
      fake,
      R"({"Code":"Success","AccessKeyId":"ASIAOLD","SecretAccessKey":"s","Token":"t","Expiration":"2026-11-22T11:00:00Z"})");
  const auto credentials = internal::make_session({}, fake.world).credentials();
  ASSERT_TRUE(credentials) << credentials.error().to_string();
  EXPECT_EQ(credentials->access_key_id, "ASIAOLD");
}

TEST(Instance, ACodeOtherThanSuccessIsAnError) {
  auto fake = make_fake_world();
  answer_as_instance(fake, R"({"Code":"AssumeRoleUnauthorizedAccess","Message":"m"})");
  const auto credentials = internal::make_session({}, fake.world).credentials();
  ASSERT_FALSE(credentials);
  EXPECT_THAT(credentials.error().message,
              AllOf(HasSubstr("my-role"), HasSubstr("AssumeRoleUnauthorizedAccess")));
}

}  // namespace
}  // namespace anthropic::internal::aws
