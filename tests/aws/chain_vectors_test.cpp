#include <filesystem>
#include <gmock/gmock.h>
#include <map>
#include <regex>
#include <set>
#include <string>

#include <anthropic/aws/session.hpp>

#include "aws/recorded_traffic.hpp"
#include "aws/session/make_session.hpp"
#include "base/time/time_format.hpp"

// The AWS SDKs' own cases of the credential chain: an environment, a disk, the traffic of services, and what
// comes of them. A secret in a log line or in an error fails its case.

namespace anthropic::internal::aws {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kVectors = "credentials/smithy-rs-aws-config";

/// A case's file. The endpoints that some cases name are of plain http, over which we send no secret.
std::string read_over_tls(const std::filesystem::path& path) {
  return std::regex_replace(testing::read_file(path), std::regex("http://aws\\."), "https://aws.");
}

Json read_json(const std::filesystem::path& path) {
  auto json = Json::parse(read_over_tls(path));
  EXPECT_TRUE(json) << path;
  return json ? *json : Json();
}

std::map<std::string, std::string> disk_of(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  if (!std::filesystem::exists(folder)) return files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    files["/" + std::filesystem::relative(entry.path(), folder).string()] = read_over_tls(entry.path());
  }
  return files;
}

/// What our error says where another SDK's says something else.
const std::map<std::string, std::string> kErrors = {
    {"eks_pod_identity_no_token_file", "/token.jwt, which AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names"},
    {"imds_default_chain_error", "the instance has no role"},
    {"imds_disabled", "switched off by AWS_EC2_METADATA_DISABLED"},
    {"imds_no_iam_role", "the instance has no role"},
    {"imds_token_fail", "gives no token: status 403"},
    {"profile_overrides_web_identity", "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (not set)"},
    {"sso_no_token_file",
     "/home/.aws/sso/cache/dace00cba5f8355ec9d274ceb2bcebdfbeed0e12.json does not exist"},
    {"sso_server_error", "through SSO failed: "},
    {"web_identity_source_profile_no_env", "has web_identity_token_file, but no role_arn"},
    {"web_identity_token_invalid_jwt",
     "InvalidIdentityToken: No OpenIDConnect provider found in your account"},
    {"credential_process_failure", "credential_process ended with exit code 1"},
    {"credential_process_invalid", "credential_process printed something other than a JSON object"},
    {"empty_config", "no AWS credentials found"},
    {"invalid_config", "/home/.aws/config"},
    {"invalid_sso_credentials_config", "it gives a token, not credentials"},
    {"sso_token", "it gives a token, not credentials"},
};

/// Values that a recording has from another run: what the case's own files say instead.
const std::map<std::string, std::map<std::string, std::string>> kToldOtherwise = {
    {"ecs_assume_role", {{"ASIARSTSBASE", "ASIARTEST"}}},
    {"web_identity_token_env",
     {{"arn:aws:iam::123456789123:role/test-role", "arn:aws:iam::123456789012:role/test-role"}}},
    {"web_identity_token_profile",
     {{"arn:aws:iam::134095065856:role/s3-reader", "arn:aws:iam::1234567890123:role/RoleA"},
      {"example-web-identity-token-3", "sometoken"}}},
    {"web_identity_token_source_profile",
     {{"arn:aws:iam::134095065856:role/s3-reader", "arn:aws:iam::123456789012:role/s3-reader"},
      {"example-web-identity-token-3", "sometoken"}}},
};

/// Requests of ours that a recording ends before: further attempts of ours, and the question whether this is
/// an EC2 instance, where the recording is of the profile alone.
const std::map<std::string, int> kBeyond = {{"sso_server_error", 2}, {"empty_config", 1}};

/// A case, set up in a world of its own.
struct Case {
  explicit Case(const std::filesystem::path& folder)
      : name(folder.filename().string()),
        result(read_json(folder / "test-case.json")["result"]),
        disk(disk_of(folder / "fs")),
        fake(testing::make_fake_world({}, disk)) {
    fake.environment->unset("HOME");
    const Json environment = read_json(folder / "env.json");
    for (const auto& variable : environment.members()) {
      fake.environment->set(variable.name, variable.value.string_or(""));
    }
    const auto otherwise = kToldOtherwise.find(name);
    replay = std::make_shared<Replay>(
        recorded_exchanges(read_json(folder / "http-traffic.json")),
        otherwise == kToldOtherwise.end() ? std::map<std::string, std::string>() : otherwise->second);
    fake.transport->answer_with([this](const testing::FakeRequest& sent) { return replay->answer(sent); });
    // Some time before what is expected runs out.
    if (const auto expiry = result["Ok"]["expiry"].as_int64()) {
      fake.clock->set_now(SystemTime(std::chrono::seconds(*expiry)) - std::chrono::minutes(50));
    }
    World world = *fake.world;
    world.processes = std::make_shared<RealProcesses>();
    const Logger logger = [this](LogLevel, std::string_view line) { log.append(line).append("\n"); };
    session = internal::make_session({.observe = {.logger = logger, .log_level = LogLevel::debug}},
                                     std::make_shared<const World>(world));
  }

  /// Everything of this case that nobody may see. What is shorter than six characters is no secret.
  std::set<std::string> secrets() const {
    std::string text;
    for (const auto& [path, contents] : disk) {
      text += contents + "\n";
    }
    for (const RecordedExchange& exchange : replay->exchanges()) {
      for (const std::string& piece : exchange.answer.pieces) text += piece + "\n";
    }
    std::set<std::string> found;
    const std::regex patterns[] = {
        std::regex(
            R"re("(?:SecretAccessKey|secretAccessKey|Token|SessionToken|sessionToken|accessToken|refreshToken|clientSecret)"\s*:\s*"([^"]{6,})")re"),
        std::regex(R"(<(?:SecretAccessKey|SessionToken)>\s*([^<]{6,}?)\s*<)"),
        std::regex(R"((?:secret_access_key|session_token|SECRET_ACCESS_KEY)\s*=\s*(\S{6,}))")};
    for (const std::regex& pattern : patterns) {
      for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at) {
        found.insert((*at)[1]);
      }
    }
    for (const auto& [path, contents] : disk) {
      if (path.ends_with(".jwt") && trim(contents).size() >= 6) found.insert(std::string(trim(contents)));
    }
    return found;
  }

  void expect_no_leak(const Error& error) const {
    const std::string shown = log + error.to_string() + error.message + error.hint;
    for (const std::string& secret : secrets()) {
      EXPECT_THAT(shown, Not(HasSubstr(secret))) << "a secret is shown in: " << shown;
    }
  }

  void expect_traffic_as_recorded() const {
    EXPECT_EQ(replay->left(), 0u) << "recorded requests that were not sent";
    EXPECT_EQ(replay->beyond(), kBeyond.contains(name) ? kBeyond.at(name) : 0);
  }

  const std::string name;
  const Json result;
  const std::map<std::string, std::string> disk;
  testing::FakeWorld fake;
  std::shared_ptr<Replay> replay;
  std::string log;
  std::optional<Session> session;
};

void replay_credentials(const std::filesystem::path& folder) {
  SCOPED_TRACE(folder.filename().string());
  Case replayed(folder);
  const auto credentials = replayed.session->credentials();
  replayed.expect_no_leak(credentials.error());
  replayed.expect_traffic_as_recorded();
  if (!replayed.result.contains("Ok")) {
    ASSERT_TRUE(kErrors.contains(replayed.name)) << "a case that nobody has looked at";
    ASSERT_FALSE(credentials);
    EXPECT_THAT(credentials.error().message, HasSubstr(kErrors.at(replayed.name)));
    return;
  }
  const Json& expected = replayed.result["Ok"];
  ASSERT_TRUE(credentials) << credentials.error().to_string();
  EXPECT_EQ(credentials->access_key_id, expected["access_key_id"].string_or("?"));
  EXPECT_EQ(credentials->secret_access_key, expected["secret_access_key"].string_or("?"));
  EXPECT_EQ(credentials->session_token, expected["session_token"].string_or(""));
  EXPECT_EQ(credentials->account_id, expected["account_id"].string_or(""));
  EXPECT_FALSE(credentials->source.empty());
  const auto expiry = expected["expiry"].as_int64();
  ASSERT_EQ(credentials->expiration.has_value(), expiry.has_value());
  if (!expiry) return;
  EXPECT_EQ(*credentials->expiration, SystemTime(std::chrono::seconds(*expiry)));
}

std::vector<std::filesystem::path> cases_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> cases;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.is_directory()) cases.push_back(entry.path());
  }
  return cases;
}

TEST(ChainVectors, TheDefaultChainComesOutAsInTheSdks) {
  const auto root = testing::vectors(kVectors);
  REQUIRE_VECTORS(root);
  const auto cases = cases_in(root / "default-credential-provider-chain");
  EXPECT_EQ(cases.size(), 29u);
  for (const auto& folder : cases) replay_credentials(folder);
}

TEST(ChainVectors, ProfilesComeOutAsInTheSdks) {
  const auto root = testing::vectors(kVectors);
  REQUIRE_VECTORS(root);
  const auto cases = cases_in(root / "profile-provider");
  EXPECT_EQ(cases.size(), 18u);
  for (const auto& folder : cases) {
    // Here the profile alone is asked; the environment of this case has keys of its own.
    if (folder.filename() != "e2e_assume_role") replay_credentials(folder);
  }
}

TEST(ChainVectors, AProfileOfCodeWinsOverTheKeysOfTheEnvironment) {
  const auto root = testing::vectors(kVectors);
  REQUIRE_VECTORS(root);
  Case replayed(root / "profile-provider/e2e_assume_role");
  replayed.session = internal::make_session({.profile = "default"}, replayed.fake.world);
  const auto credentials = replayed.session->credentials();
  ASSERT_TRUE(credentials) << credentials.error().to_string();
  EXPECT_EQ(credentials->access_key_id, replayed.result["Ok"]["access_key_id"].string_or("?"));
  EXPECT_EQ(credentials->session_token, replayed.result["Ok"]["session_token"].string_or("?"));
  replayed.expect_traffic_as_recorded();
}

TEST(ChainVectors, TokensComeOutAsInTheSdks) {
  const auto root = testing::vectors(kVectors);
  REQUIRE_VECTORS(root);
  const auto cases = cases_in(root / "default-token-provider-chain");
  EXPECT_EQ(cases.size(), 3u);
  for (const auto& folder : cases) {
    SCOPED_TRACE(folder.filename().string());
    Case replayed(folder);
    const auto token = replayed.session->sso_token();
    replayed.expect_no_leak(token.error());
    ASSERT_TRUE(token) << token.error().to_string();
    EXPECT_EQ(token->token, replayed.result["Ok"]["token"].string_or("?"));
    ASSERT_TRUE(token->expiration);
    EXPECT_EQ(format_iso8601(*token->expiration), replayed.result["Ok"]["expiration"].string_or("?"));
    EXPECT_TRUE(replayed.fake.transport->requests().empty());
  }
}

}  // namespace
}  // namespace anthropic::internal::aws
