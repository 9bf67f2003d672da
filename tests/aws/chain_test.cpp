#include "aws/credentials/chain.hpp"

#include <atomic>
#include <functional>
#include <future>
#include <gmock/gmock.h>
#include <thread>
#include <vector>

#include "aws/credentials/default_chain.hpp"
#include "support/fake_world.hpp"

namespace anthropic::internal::aws {
namespace {

using anthropic::internal::testing::FakeWorld;
using anthropic::internal::testing::make_fake_world;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

constexpr const char* kCredentialsFile = "/home/user/.aws/credentials";
constexpr const char* kSecret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// A source that answers as the test says.
struct Script {
  std::function<SourceAnswer(std::stop_token)> load;
  std::atomic<int> loads = 0;
  std::atomic<std::uint64_t> version = 0;
};

class ScriptedSource final : public CredentialsSource {
 public:
  explicit ScriptedSource(Script& script) : script_(script) {}
  SourceAnswer load(std::stop_token stop) override {
    ++script_.loads;
    return script_.load(stop);
  }
  std::uint64_t version() const override { return script_.version; }

 private:
  Script& script_;
};

Credentials keys(const std::string& id, std::optional<SystemTime> expiration = {}) {
  return {.access_key_id = id, .secret_access_key = kSecret, .expiration = expiration, .source = "a script"};
}

Error broken(std::string message) {
  return Error{.kind = ErrorKind::credentials, .message = std::move(message)};
}

std::shared_ptr<CredentialsChain> chain_of(const FakeWorld& fake, std::vector<Script*> scripts) {
  std::vector<std::unique_ptr<CredentialsSource>> sources;
  for (Script* script : scripts) sources.push_back(std::make_unique<ScriptedSource>(*script));
  return std::make_shared<CredentialsChain>(fake.world, std::move(sources));
}

std::string id_of(const Result<Credentials>& credentials) {
  return credentials ? credentials->access_key_id : "error: " + credentials.error().message;
}

TEST(CredentialsChain, AsksInOrderAndStopsAtTheFirstAnswer) {
  auto fake = make_fake_world();
  Script first, second, third;
  first.load = [](auto) { return NotConfigured{"first"}; };
  second.load = [](auto) { return keys("SECOND"); };
  third.load = [](auto) { return keys("THIRD"); };
  const auto chain = chain_of(fake, {&first, &second, &third});
  EXPECT_EQ(id_of(chain->credentials({})), "SECOND");
  EXPECT_EQ(third.loads, 0);
  EXPECT_THAT(chain->passed_over(), ::testing::ElementsAre("first"));
}

TEST(CredentialsChain, ABrokenSourceIsReportedAndNotSkipped) {
  auto fake = make_fake_world();
  Script first, second;
  first.load = [](auto) { return broken("half a pair"); };
  second.load = [](auto) { return keys("SECOND"); };
  EXPECT_EQ(id_of(chain_of(fake, {&first, &second})->credentials({})), "error: half a pair");
  EXPECT_EQ(second.loads, 0);
}

TEST(CredentialsChain, NoCredentialsNamesEveryPlaceAndSaysWhatToDo) {
  auto fake = make_fake_world();
  SessionSetup setup({}, fake.world);
  const auto credentials = default_chain(setup)->credentials({});
  ASSERT_FALSE(credentials);
  EXPECT_EQ(credentials.error().kind, ErrorKind::credentials);
  EXPECT_THAT(
      credentials.error().message,
      AllOf(HasSubstr("AWS_ACCESS_KEY_ID"), HasSubstr("\"default\""), HasSubstr("/home/user/.aws/config"),
            HasSubstr(kCredentialsFile), Not(HasSubstr("; ;")), Not(HasSubstr(": ;"))));
  EXPECT_THAT(credentials.error().hint, HasSubstr("aws configure"));
}

TEST(CredentialsChain, EnvironmentComesBeforeTheProfileUnlessCodeNamedIt) {
  const std::map<std::string, std::string> variables = {
      {"AWS_ACCESS_KEY_ID", "ENV"}, {"AWS_SECRET_ACCESS_KEY", kSecret}, {"AWS_PROFILE", "dev"}};
  const std::map<std::string, std::string> files = {
      {kCredentialsFile, "[dev]\naws_access_key_id = DEV\naws_secret_access_key = " + std::string(kSecret)}};
  auto fake = make_fake_world(variables, files);
  SessionSetup ambient({}, fake.world);
  EXPECT_EQ(id_of(default_chain(ambient)->credentials({})), "ENV");
  SessionSetup in_code({.profile = "dev"}, fake.world);
  EXPECT_EQ(id_of(default_chain(in_code)->credentials({})), "DEV");
}

TEST(CredentialsChain, LongTermKeysAreLoadedOnceUntilInvalidated) {
  auto fake = make_fake_world();
  Script script;
  script.load = [&](auto) { return keys("K" + std::to_string(script.loads)); };
  const auto chain = chain_of(fake, {&script});
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(id_of(chain->credentials({})), "K1");
    fake.clock->advance(24h);
  }
  chain->invalidate();
  EXPECT_EQ(id_of(chain->credentials({})), "K2");
}

TEST(CredentialsChain, AChangedProfileFileIsReadWithinASecond) {
  const auto file = [](const std::string& id) {
    return "[default]\naws_access_key_id = " + id + "\naws_secret_access_key = " + kSecret;
  };
  auto fake = make_fake_world({}, {{kCredentialsFile, file("OLD")}});
  SessionSetup setup({}, fake.world);
  const auto chain = default_chain(setup);
  EXPECT_EQ(id_of(chain->credentials({})), "OLD");
  const int reads = fake.files->reads();
  fake.clock->advance(1s);
  EXPECT_EQ(id_of(chain->credentials({})), "OLD");
  EXPECT_EQ(fake.files->reads(), reads);
  fake.files->write(kCredentialsFile, file("NEW"));
  fake.clock->advance(1s);
  EXPECT_EQ(id_of(chain->credentials({})), "NEW");
  fake.files->write(kCredentialsFile, file("NEWEST"));
  chain->invalidate();
  EXPECT_EQ(id_of(chain->credentials({})), "NEWEST");
}

TEST(CredentialsChain, AFileThatIsHalfWrittenDoesNotTakeTheKeysAway) {
  auto fake =
      make_fake_world({}, {{kCredentialsFile, "[default]\naws_access_key_id = OLD\naws_secret_access_key = " +
                                                  std::string(kSecret)}});
  SessionSetup setup({}, fake.world);
  const auto chain = default_chain(setup);
  EXPECT_EQ(id_of(chain->credentials({})), "OLD");
  fake.files->write(kCredentialsFile, "[default]\naws_access_key_id = NE");
  fake.clock->advance(1s);
  EXPECT_EQ(id_of(chain->credentials({})), "OLD");
  chain->invalidate();
  const auto refused = chain->credentials({});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("aws_secret_access_key is not"));
  EXPECT_THAT(refused.error().to_string() + refused.error().hint, Not(HasSubstr(kSecret)));
}

TEST(CredentialsChain, RefreshesAQuarterOfAnHourBeforeTheEnd) {
  auto fake = make_fake_world();
  Script script;
  script.load = [&](auto) { return keys("K" + std::to_string(script.loads), fake.clock->now() + 6h); };
  const auto chain = chain_of(fake, {&script});
  EXPECT_EQ(id_of(chain->credentials({})), "K1");
  fake.clock->advance(6h - 15min - 1s);
  EXPECT_EQ(id_of(chain->credentials({})), "K1");
  fake.clock->advance(1s);
  EXPECT_EQ(id_of(chain->credentials({})), "K2");
}

TEST(CredentialsChain, RefreshesShortLivedOnesAfterTwoThirds) {
  auto fake = make_fake_world();
  Script script;
  script.load = [&](auto) { return keys("K" + std::to_string(script.loads), fake.clock->now() + 15min); };
  const auto chain = chain_of(fake, {&script});
  EXPECT_EQ(id_of(chain->credentials({})), "K1");
  fake.clock->advance(10min - 1s);
  EXPECT_EQ(id_of(chain->credentials({})), "K1");
  fake.clock->advance(1s);
  EXPECT_EQ(id_of(chain->credentials({})), "K2");
}

TEST(CredentialsChain, AFailedRefreshKeepsTheOldOnesWhileTheyAreValid) {
  auto fake = make_fake_world();
  Script script;
  script.load = [&](auto) -> SourceAnswer {
    if (script.loads == 1) return keys("K1", fake.clock->now() + 1h);
    return broken("the service is down");
  };
  const auto chain = chain_of(fake, {&script});
  EXPECT_EQ(id_of(chain->credentials({})), "K1");
  fake.clock->advance(50min);
  EXPECT_EQ(id_of(chain->credentials({})), "K1");
  EXPECT_EQ(script.loads, 2);
  EXPECT_EQ(id_of(chain->credentials({})), "K1");
  EXPECT_EQ(script.loads, 2);
  fake.clock->advance(10s);
  EXPECT_EQ(id_of(chain->credentials({})), "K1");
  EXPECT_EQ(script.loads, 3);
  fake.clock->advance(10min);
  EXPECT_EQ(id_of(chain->credentials({})), "error: the service is down");
}

TEST(CredentialsChain, ExpiredOnesAreRefused) {
  auto fake = make_fake_world();
  Script script;
  script.load = [&](auto) { return keys("K", fake.clock->now() - 1s); };
  const auto credentials = chain_of(fake, {&script})->credentials({});
  ASSERT_FALSE(credentials);
  EXPECT_EQ(credentials.error().kind, ErrorKind::credentials);
  EXPECT_THAT(credentials.error().message, AllOf(HasSubstr("a script"), HasSubstr("2026-11-22T11:59:59Z")));
  EXPECT_FALSE(credentials.error().hint.empty());
}

/// Lets loads begin and holds them until the test lets them end.
struct Gate {
  std::promise<void> begun;
  std::promise<void> open;
  std::shared_future<void> opened = open.get_future().share();
};

TEST(CredentialsChain, TenThreadsCauseOneLoad) {
  auto fake = make_fake_world();
  Gate gate;
  Script script;
  script.load = [&](auto) {
    gate.begun.set_value();
    gate.opened.wait();
    return keys("K1");
  };
  const auto chain = chain_of(fake, {&script});
  std::atomic<int> right = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 10; ++i) {
    threads.emplace_back([&] {
      if (id_of(chain->credentials({})) == "K1") ++right;
    });
  }
  gate.begun.get_future().wait();
  gate.open.set_value();
  threads.clear();
  EXPECT_EQ(right, 10);
  EXPECT_EQ(script.loads, 1);
}

TEST(CredentialsChain, AFailedLoadIsToldAndTheNextCallTriesAgain) {
  auto fake = make_fake_world();
  Script script;
  script.load = [&](auto) -> SourceAnswer {
    if (script.loads == 1) return broken("once");
    return keys("K2");
  };
  const auto chain = chain_of(fake, {&script});
  EXPECT_EQ(id_of(chain->credentials({})), "error: once");
  EXPECT_EQ(id_of(chain->credentials({})), "K2");
}

TEST(CredentialsChain, NobodyWaitsForARefreshWhileTheOldOnesAreValid) {
  auto fake = make_fake_world();
  Gate gate;
  Script script;
  script.load = [&](auto) {
    if (script.loads == 1) return keys("K1", fake.clock->now() + 1h);
    gate.begun.set_value();
    gate.opened.wait();
    return keys("K2", fake.clock->now() + 1h);
  };
  const auto chain = chain_of(fake, {&script});
  EXPECT_EQ(id_of(chain->credentials({})), "K1");
  fake.clock->advance(50min);
  auto refresh = std::async(std::launch::async, [&] { return id_of(chain->credentials({})); });
  gate.begun.get_future().wait();
  for (int i = 0; i < 100; ++i) EXPECT_EQ(id_of(chain->credentials({})), "K1");
  gate.open.set_value();
  EXPECT_EQ(refresh.get(), "K2");
  EXPECT_EQ(id_of(chain->credentials({})), "K2");
  EXPECT_EQ(script.loads, 2);
}

TEST(CredentialsChain, AWaitingThreadStopsWhenAsked) {
  auto fake = make_fake_world();
  Gate gate;
  Script script;
  script.load = [&](auto) {
    gate.begun.set_value();
    gate.opened.wait();
    return keys("K1");
  };
  const auto chain = chain_of(fake, {&script});
  auto loader = std::async(std::launch::async, [&] { return id_of(chain->credentials({})); });
  gate.begun.get_future().wait();
  std::stop_source stop;
  auto waiter = std::async(std::launch::async, [&] { return chain->credentials(stop.get_token()); });
  stop.request_stop();
  const auto stopped = waiter.get();
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().kind, ErrorKind::user_abort);
  gate.open.set_value();
  EXPECT_EQ(loader.get(), "K1");
}

TEST(CredentialsChain, WhenTheLoadingThreadIsStoppedAnotherOneLoads) {
  auto fake = make_fake_world();
  Gate gate;
  Script script;
  script.load = [&](std::stop_token stop) -> SourceAnswer {
    if (script.loads > 1) return keys("K2");
    gate.begun.set_value();
    gate.opened.wait();
    EXPECT_TRUE(stop.stop_requested());
    return Error{.kind = ErrorKind::user_abort, .message = "cancelled"};
  };
  const auto chain = chain_of(fake, {&script});
  std::stop_source stop;
  auto loader = std::async(std::launch::async, [&] { return chain->credentials(stop.get_token()); });
  gate.begun.get_future().wait();
  auto waiter = std::async(std::launch::async, [&] { return id_of(chain->credentials({})); });
  stop.request_stop();
  gate.open.set_value();
  EXPECT_EQ(loader.get().error().kind, ErrorKind::user_abort);
  EXPECT_EQ(waiter.get(), "K2");
}

TEST(CredentialsChain, ALoadBegunBeforeInvalidateIsNotBelieved) {
  auto fake = make_fake_world();
  Gate gate;
  Script script;
  script.load = [&](auto) {
    if (script.loads > 1) return keys("NEW");
    gate.begun.set_value();
    gate.opened.wait();
    return keys("OLD");
  };
  const auto chain = chain_of(fake, {&script});
  auto loader = std::async(std::launch::async, [&] { return id_of(chain->credentials({})); });
  gate.begun.get_future().wait();
  chain->invalidate();
  auto waiter = std::async(std::launch::async, [&] { return id_of(chain->credentials({})); });
  gate.open.set_value();
  EXPECT_EQ(loader.get(), "OLD");
  EXPECT_EQ(waiter.get(), "NEW");
}

TEST(CredentialsChain, AChangedSourceIsAskedAgain) {
  auto fake = make_fake_world();
  Script script;
  script.load = [&](auto) { return keys("K" + std::to_string(script.loads)); };
  const auto chain = chain_of(fake, {&script});
  EXPECT_EQ(id_of(chain->credentials({})), "K1");
  ++script.version;
  EXPECT_EQ(id_of(chain->credentials({})), "K2");
  EXPECT_EQ(id_of(chain->credentials({})), "K2");
}

}  // namespace
}  // namespace anthropic::internal::aws
