#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <thread>
#include <vector>

#include <anthropic/aws/session.hpp>
#include <anthropic/json.hpp>

#include "aws/session/make_session.hpp"
#include "base/crypto/sha1.hpp"
#include "support/credential_servers.hpp"
#include "support/fake_world.hpp"
#include "support/temporary_folder.hpp"
#include "support/test_certificates.hpp"

// The default chain against the services that hand out credentials, over real sockets. The environment, the
// files and the clock are the test's.

namespace anthropic::internal::aws {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

constexpr const char* kConfig = "/home/user/.aws/config";

/// A world whose network is real.
struct Machine {
  explicit Machine(const std::map<std::string, std::string>& environment,
                   const std::map<std::string, std::string>& files = {})
      : fake(testing::make_fake_world(environment, files)) {
    World world = *fake.world;
    world.transport = make_curl_transport();
    this->world = std::make_shared<const World>(world);
  }
  Session session() const { return internal::make_session({}, world); }

  testing::FakeWorld fake;
  std::shared_ptr<const World> world;
};

std::string key_of(const Result<Credentials>& credentials) {
  return credentials ? credentials->access_key_id : credentials.error().to_string();
}

TEST(ChainOverHttp, AnInstanceGivesATokenThenItsRolesKeys) {
  testing::InstanceMetadataServer imds;
  const Machine machine({{"AWS_EC2_METADATA_SERVICE_ENDPOINT", imds.url()}});
  const Session session = machine.session();
  const auto credentials = session.credentials();
  ASSERT_TRUE(credentials) << credentials.error().to_string();
  EXPECT_EQ(credentials->access_key_id, "ASIASERVER");
  EXPECT_EQ(credentials->secret_access_key, "server-secret");
  EXPECT_EQ(credentials->session_token, "server-token");
  EXPECT_EQ(imds.requests(), 3);
  EXPECT_EQ(session.region().value_or("?"), "eu-central-1");
  EXPECT_EQ(imds.tokens_given(), 1);
}

TEST(ChainOverHttp, AnInstancesTokenThatIsForgottenIsReplaced) {
  testing::InstanceMetadataServer imds;
  const Machine machine({{"AWS_EC2_METADATA_SERVICE_ENDPOINT", imds.url()}});
  const Session session = machine.session();
  EXPECT_EQ(key_of(session.credentials()), "ASIASERVER");
  imds.forget_token();
  EXPECT_EQ(session.region().value_or("?"), "eu-central-1");
  EXPECT_EQ(imds.tokens_given(), 2);
}

TEST(ChainOverHttp, TenThreadsAskAnInstanceOnce) {
  testing::InstanceMetadataServer imds;
  const Machine machine({{"AWS_EC2_METADATA_SERVICE_ENDPOINT", imds.url()}});
  const Session session = machine.session();
  std::atomic<int> right = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 10; ++i) {
    threads.emplace_back([&] {
      if (key_of(session.credentials()) == "ASIASERVER") ++right;
    });
  }
  threads.clear();
  EXPECT_EQ(right, 10);
  EXPECT_EQ(imds.requests(), 3) << "a token, the role's name, its keys";
}

TEST(ChainOverHttp, AnInstanceThatDoesNotAnswerCostsASecondOnce) {
  testing::FullAcceptQueue nobody;
  const Machine machine(
      {{"AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:" + std::to_string(nobody.port())}});
  const Session session = machine.session();
  const auto began = std::chrono::steady_clock::now();
  const auto credentials = session.credentials();
  const auto first = std::chrono::steady_clock::now() - began;
  ASSERT_FALSE(credentials);
  EXPECT_THAT(credentials.error().message, HasSubstr("does not answer"));
  EXPECT_GE(first, 900ms);
  EXPECT_LT(first, 20s) << "the time-out is one second; the rest is this machine's";
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(session.credentials());
  EXPECT_LT(std::chrono::steady_clock::now() - began - first, 50s) << "each would have cost a second";
}

TEST(ChainOverHttp, AnInstanceIsNotAskedWhereKeysAreThere) {
  testing::InstanceMetadataServer imds;
  const Machine machine({{"AWS_EC2_METADATA_SERVICE_ENDPOINT", imds.url()},
                         {"AWS_REGION", "us-east-1"},
                         {"AWS_ACCESS_KEY_ID", "AKID"},
                         {"AWS_SECRET_ACCESS_KEY", "secret"}});
  EXPECT_EQ(key_of(machine.session().credentials()), "AKID");
  EXPECT_EQ(imds.requests(), 0);
}

TEST(ChainOverHttp, AContainerIsAskedWithTheTokenOfItsFile) {
  testing::ContainerCredentialsServer container("pod-token-1");
  Machine machine({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", container.url("/v1/credentials")},
                   {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/var/run/token"}},
                  {{"/var/run/token", "pod-token-1\n"}});
  const auto credentials = machine.session().credentials();
  ASSERT_TRUE(credentials) << credentials.error().to_string();
  EXPECT_EQ(credentials->access_key_id, "ASIASERVER");
  EXPECT_EQ(credentials->source, "container");

  container.change_token("pod-token-2");
  const auto refused = machine.session().credentials();
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("status 403"));
  EXPECT_THAT(refused.error().to_string() + refused.error().hint, Not(HasSubstr("pod-token")));
  machine.fake.files->write("/var/run/token", "pod-token-2\n");
  EXPECT_EQ(key_of(machine.session().credentials()), "ASIASERVER");
}

/// A container's service behind a private authority, and that authority's file.
struct PrivateContainer {
  PrivateContainer() : server(testing::answer_always(answer()), authority.server_for("IP:127.0.0.1")) {
    folder.write("ca.pem", authority.pem());
    folder.write("other.pem", testing::TestAuthority().pem());
  }

  static std::string answer() {
    const std::string body =
        R"({"AccessKeyId":"ASIASERVER","SecretAccessKey":"s","Token":"t","Expiration":"2027-01-01T00:00:00Z"})";
    return "HTTP/1.1 200 OK\r\ncontent-length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  }
  std::string bundle() const { return folder.file("ca.pem"); }
  std::string other_bundle() const { return folder.file("other.pem"); }

  testing::TemporaryFolder folder;
  testing::TestAuthority authority;
  testing::LoopbackServer server;
};

TEST(ChainOverHttp, AContainerBehindAPrivateAuthorityIsTrustedThroughTheCaBundle) {
  const PrivateContainer container;
  const std::string url = container.server.url("/c");
  const Machine by_variable(
      {{"AWS_CONTAINER_CREDENTIALS_FULL_URI", url}, {"AWS_CA_BUNDLE", container.bundle()}});
  EXPECT_EQ(key_of(by_variable.session().credentials()), "ASIASERVER");
  const Machine by_profile({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", url}},
                           {{kConfig, "[default]\nca_bundle = " + container.bundle() + "\n"}});
  EXPECT_EQ(key_of(by_profile.session().credentials()), "ASIASERVER");
}

TEST(ChainOverHttp, AContainersCertificateThatIsNotTrustedSaysWhereToNameItsAuthority) {
  const PrivateContainer container;
  for (const std::string& bundle : {std::string(), container.other_bundle(), std::string("/none.pem")}) {
    const Machine machine(
        {{"AWS_CONTAINER_CREDENTIALS_FULL_URI", container.server.url("/c")}, {"AWS_CA_BUNDLE", bundle}});
    const auto credentials = machine.session().credentials();
    ASSERT_FALSE(credentials);
    EXPECT_EQ(credentials.error().kind, ErrorKind::credentials);
    EXPECT_THAT(credentials.error().hint, HasSubstr("AWS_CA_BUNDLE"));
    EXPECT_THAT(credentials.error().hint, Not(HasSubstr("unset")));
  }
}

TEST(ChainOverHttp, NothingThatListensForMetadataIsListedWithTheOtherPlaces) {
  const Machine machine({{"AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:1"}}, {});
  const auto credentials = machine.session().credentials();
  ASSERT_FALSE(credentials);
  EXPECT_THAT(credentials.error().message, HasSubstr("no AWS credentials found"));
  EXPECT_THAT(credentials.error().message, HasSubstr("does not answer: connection to 127.0.0.1:1 refused"));
  EXPECT_THAT(credentials.error().hint, HasSubstr("aws configure"));
}

TEST(ChainOverHttp, AContainerComesBeforeTheInstance) {
  testing::InstanceMetadataServer imds;
  const Machine machine({{"AWS_EC2_METADATA_SERVICE_ENDPOINT", imds.url()},
                         {"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/"}});
  const auto credentials = machine.session().credentials();
  ASSERT_FALSE(credentials) << "a container that is configured and fails is not passed over";
  EXPECT_THAT(credentials.error().message, HasSubstr("container's credentials service does not answer"));
  EXPECT_EQ(imds.requests(), 0);
}

constexpr const char* kSsoProfile =
    "[profile dev]\nregion = eu-west-1\nsso_session = corp\nsso_account_id = 111122223333\n"
    "sso_role_name = Reader\n[sso-session corp]\nsso_region = us-east-1\n"
    "sso_start_url = https://corp.awsapps.com/start\n";

std::string sso_token_path() {
  return "/home/user/.aws/sso/cache/" + sha1_hex("corp") + ".json";
}

std::string sso_token(const std::string& expires_at) {
  return Json::object({{"startUrl", "https://corp.awsapps.com/start"},
                       {"accessToken", "access-0"},
                       {"expiresAt", expires_at},
                       {"refreshToken", "refresh-0"},
                       {"clientId", "client"},
                       {"clientSecret", "client-secret"},
                       {"registrationExpiresAt", "2027-01-01T00:00:00Z"}})
      .dump();
}

Machine signed_in_to(const testing::SsoServer& sso, const std::string& expires_at) {
  return Machine(
      {{"AWS_PROFILE", "dev"}, {"AWS_ENDPOINT_URL_SSO", sso.url()}, {"AWS_ENDPOINT_URL_SSO_OIDC", sso.url()}},
      {{kConfig, kSsoProfile}, {sso_token_path(), sso_token(expires_at)}});
}

TEST(ChainOverHttp, ASignInIsExchangedForTheRolesKeys) {
  testing::SsoServer sso("access-0", "refresh-0");
  const Machine machine = signed_in_to(sso, "2026-11-23T12:00:00Z");
  const auto credentials = machine.session().credentials();
  ASSERT_TRUE(credentials) << credentials.error().to_string();
  EXPECT_EQ(credentials->access_key_id, "ASIASERVER");
  EXPECT_EQ(credentials->account_id, "111122223333");
  EXPECT_EQ(sso.requests(), 1);
}

TEST(ChainOverHttp, ASignInThatEndsSoonIsRefreshedAndWrittenBack) {
  testing::SsoServer sso("access-0", "refresh-0");
  const Machine machine = signed_in_to(sso, "2026-11-22T12:05:00Z");
  EXPECT_EQ(key_of(machine.session().credentials()), "ASIASERVER");
  EXPECT_EQ(sso.refreshes(), 1);
  const auto written = Json::parse(**machine.fake.files->read(sso_token_path()));
  EXPECT_EQ((*written)["accessToken"].string_or(""), "access-1");
  EXPECT_EQ((*written)["refreshToken"].string_or(""), "refresh-1");
}

TEST(ChainOverHttp, ASignInThatWasTakenBackSaysHowToSignInAgain) {
  testing::SsoServer sso("another-access", "another-refresh");
  const Machine machine = signed_in_to(sso, "2026-11-23T12:00:00Z");
  const auto credentials = machine.session().credentials();
  ASSERT_FALSE(credentials);
  EXPECT_EQ(credentials.error().kind, ErrorKind::credentials);
  EXPECT_EQ(credentials.error().hint, "Sign in: aws sso login --profile dev");
  EXPECT_THAT(credentials.error().to_string(), Not(HasSubstr("access-0")));
}

TEST(ChainOverHttp, AnEndpointGivenInCodeIsAskedBeforeThatOfTheEnvironment) {
  testing::SsoServer sso("access-0", "refresh-0");
  const Machine machine = signed_in_to(sso, "2026-11-23T12:00:00Z");
  machine.fake.environment->set("AWS_ENDPOINT_URL_SSO", "http://127.0.0.1:1");
  const Session session =
      internal::make_session({.service_endpoint_urls = {{"sso", sso.url()}}}, machine.world);
  EXPECT_EQ(key_of(session.credentials()), "ASIASERVER");
}

}  // namespace
}  // namespace anthropic::internal::aws
