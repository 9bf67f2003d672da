#include <filesystem>
#include <gtest/gtest.h>
#include <map>
#include <string>

#include <anthropic/json.hpp>

#include "aws/credentials/chain.hpp"
#include "support/fake_world.hpp"
#include "support/vectors.hpp"

// The AWS SDKs' own cases of the credential chain: an environment, a disk, and what comes of them.

namespace anthropic::aws {
namespace {

std::map<std::string, std::string> disk_of(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  if (!std::filesystem::exists(folder)) return files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    files["/" + std::filesystem::relative(entry.path(), folder).string()] =
        anthropic::testing::read_file(entry.path());
  }
  return files;
}

Json read_json(const std::filesystem::path& path) {
  auto json = Json::parse(anthropic::testing::read_file(path));
  EXPECT_TRUE(json) << path;
  return json ? *json : Json();
}

class ChainVectors : public ::testing::TestWithParam<const char*> {};

TEST_P(ChainVectors, ComeOutAsInTheSdks) {
  const auto folder = anthropic::testing::vectors(
      "credentials/smithy-rs-aws-config/default-credential-provider-chain/" + std::string(GetParam()));
  REQUIRE_VECTORS(folder);
  auto fake = anthropic::testing::make_fake_world({}, disk_of(folder / "fs"));
  const Json environment = read_json(folder / "env.json");
  for (const auto& variable : environment.members()) {
    fake.environment->set(variable.name, variable.value.string_or(""));
  }
  const auto chain = default_chain(std::make_shared<const Settings>(fake.world, ""), fake.world);
  const auto credentials = chain->credentials({});
  const Json result = read_json(folder / "test-case.json")["result"];
  if (!result.contains("Ok")) {
    ASSERT_FALSE(credentials);
    EXPECT_EQ(credentials.error().kind, ErrorKind::credentials);
    return;
  }
  ASSERT_TRUE(credentials) << credentials.error().to_string();
  EXPECT_EQ(credentials->access_key_id, result["Ok"]["access_key_id"].string_or("?"));
  EXPECT_EQ(credentials->secret_access_key, result["Ok"]["secret_access_key"].string_or("?"));
  EXPECT_EQ(credentials->account_id, result["Ok"]["account_id"].string_or(""));
  EXPECT_TRUE(fake.transport->requests().empty());
}

// Those that need no service. The others belong to sources that ask one.
INSTANTIATE_TEST_SUITE_P(WithoutNetwork, ChainVectors,
                         ::testing::Values("environment_variables", "environment_variables_blank",
                                           "prefer_environment", "profile_name",
                                           "profile_overrides_web_identity", "profile_static_keys",
                                           "profile_static_keys_case_insensitive", "imds_disabled"));

}  // namespace
}  // namespace anthropic::aws
