#include "aws/credentials/provider_source.hpp"

#include <gmock/gmock.h>
#include <stdexcept>

#include "support/fake_world.hpp"

namespace anthropic::internal::aws {
namespace {

using anthropic::internal::testing::make_fake_world;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

/// Answers as the test says, and counts.
struct Script final : CredentialsProvider {
  Result<Credentials> credentials(std::stop_token) override {
    ++calls;
    return answer();
  }
  std::function<Result<Credentials>()> answer;
  int calls = 0;
};

class ProviderSourceTest : public ::testing::Test {
 protected:
  std::string key() {
    const auto credentials = chain_->credentials({});
    return credentials ? credentials->access_key_id : credentials.error().to_string();
  }
  static Credentials key_of(const std::string& id, std::optional<SystemTime> expiration = {}) {
    return {.access_key_id = id, .secret_access_key = "s", .expiration = expiration};
  }

  anthropic::internal::testing::FakeWorld fake_ = make_fake_world();
  const std::shared_ptr<Script> script_ = std::make_shared<Script>();
  const std::shared_ptr<CredentialsChain> chain_ = provider_chain(fake_.world, script_);
};

TEST_F(ProviderSourceTest, WhatExpiresIsKeptUntilShortlyBefore) {
  const SystemTime end = fake_.clock->now() + 1h;
  script_->answer = [&] { return key_of("first", end); };
  EXPECT_FALSE(chain_->has_fresh());
  EXPECT_EQ(key(), "first");
  EXPECT_EQ(key(), "first");
  EXPECT_TRUE(chain_->has_fresh());
  EXPECT_EQ(script_->calls, 1);

  script_->answer = [&] { return key_of("second", end + 1h); };
  fake_.clock->advance(44min);
  EXPECT_EQ(key(), "first");
  fake_.clock->advance(2min);
  EXPECT_EQ(key(), "second");
  EXPECT_EQ(script_->calls, 2);
}

TEST_F(ProviderSourceTest, WhatDoesNotExpireIsAskedForEachTime) {
  script_->answer = [&] { return key_of("key" + std::to_string(script_->calls)); };
  EXPECT_EQ(key(), "key1");
  EXPECT_EQ(key(), "key2");
  EXPECT_FALSE(chain_->has_fresh());
  script_->answer = [] { return Error{.kind = ErrorKind::credentials, .message = "sealed"}; };
  EXPECT_THAT(key(), HasSubstr("sealed")) << "what was given before is not used instead";
}

TEST_F(ProviderSourceTest, WhatAwsRefusesAsExpiredIsAskedForAnew) {
  script_->answer = [&] { return key_of("key" + std::to_string(script_->calls), fake_.clock->now() + 1h); };
  EXPECT_EQ(key(), "key1");
  chain_->invalidate();
  EXPECT_EQ(key(), "key2");
}

TEST_F(ProviderSourceTest, WhatHasExpiredIsRefusedByName) {
  script_->answer = [&] { return key_of("old", fake_.clock->now() - 1s); };
  EXPECT_THAT(key(), HasSubstr("the program's own provider expired"));
}

TEST_F(ProviderSourceTest, WhatItThrowsIsAnError) {
  script_->answer = []() -> Result<Credentials> { throw std::runtime_error("the vault is sealed"); };
  const auto refused = chain_->credentials({});
  EXPECT_EQ(refused.error().kind, ErrorKind::credentials);
  EXPECT_THAT(refused.error().message, HasSubstr("the vault is sealed"));
  script_->answer = []() -> Result<Credentials> { throw 1; };
  EXPECT_THAT(key(), HasSubstr("threw: a value of type int"));
}

}  // namespace
}  // namespace anthropic::internal::aws
