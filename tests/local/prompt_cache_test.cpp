#include "local/replies/prompt_cache.hpp"

#include <gtest/gtest.h>

namespace anthropic::internal::local {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kShortest = 100;

/// Uses a cache as Claude's API is used, one request after the other.
class PromptCacheTest : public ::testing::Test {
 protected:
  /// "read/written for five minutes/written for an hour"
  std::string use(const std::string& body, std::string_view model = "m") {
    const CachedInput cached = cache_.use(*Json::parse(body), model, kShortest, now_);
    return std::to_string(cached.read) + "/" + std::to_string(cached.written_5m) + "/" +
           std::to_string(cached.written_1h);
  }

  PromptCache cache_;
  SystemTime now_ = {};
};

/// A block of as many tokens.
std::string block(std::size_t tokens, const std::string& more = {}, char letter = 'x') {
  return R"({"type":"text","text":")" + std::string(4 * tokens, letter) + R"(")" + more + "}";
}

const std::string kMark = R"(,"cache_control":{"type":"ephemeral"})";
const std::string kMark1h = R"(,"cache_control":{"type":"ephemeral","ttl":"1h"})";

std::string body(const std::string& system, const std::string& messages, const std::string& more = {}) {
  return R"({"system":[)" + system + R"(],"messages":[)" + messages + "]" + more + "}";
}

std::string turn(const std::string& role, const std::string& blocks) {
  return R"({"role":")" + role + R"(","content":[)" + blocks + "]}";
}

TEST_F(PromptCacheTest, KeepsWhatABreakpointMarks) {
  const std::string marked = body(block(200, kMark), turn("user", block(10)));
  EXPECT_EQ(use(body(block(200), turn("user", block(10)))), "0/0/0") << "nothing asks for it";
  EXPECT_EQ(use(marked), "0/200/0");
  EXPECT_EQ(use(marked), "200/0/0");
  EXPECT_EQ(use(body(block(200, kMark), turn("user", block(20)))), "200/0/0") << "another question";
  EXPECT_EQ(use(body(block(200, kMark, 'y'), turn("user", block(10)))), "0/200/0") << "another beginning";
  EXPECT_EQ(use(marked, "n"), "0/200/0") << "another model";
}

TEST_F(PromptCacheTest, ForgetsFiveMinutesAfterTheLastUse) {
  const std::string marked = body(block(200, kMark), turn("user", block(10)));
  EXPECT_EQ(use(marked), "0/200/0");
  now_ += 4min;
  EXPECT_EQ(use(marked), "200/0/0");
  now_ += 4min;
  EXPECT_EQ(use(marked), "200/0/0");
  now_ += 5min;
  EXPECT_EQ(use(marked), "0/200/0");
}

TEST_F(PromptCacheTest, KeepsForAnHourWhatAsksForIt) {
  const std::string both = body(block(200, kMark1h), turn("user", block(100, kMark)));
  EXPECT_EQ(use(both), "0/100/200");
  now_ += 6min;
  EXPECT_EQ(use(both), "200/100/0");
}

TEST_F(PromptCacheTest, KeepsNothingThatIsTooShort) {
  const std::string short_one = body(block(99, kMark), turn("user", block(10)));
  EXPECT_EQ(use(short_one), "0/0/0");
  EXPECT_EQ(use(short_one), "0/0/0");
}

TEST_F(PromptCacheTest, AutomaticCachingMarksTheLastBlock) {
  const std::string first = turn("user", block(10));
  const std::string second = first + "," + turn("assistant", block(20)) + "," + turn("user", block(30));
  EXPECT_EQ(use(body(block(200), first, kMark)), "0/210/0");
  EXPECT_EQ(use(body(block(200), second, kMark)), "210/50/0") << "the conversation before it";
  EXPECT_EQ(use(body(block(200), second, kMark)), "260/0/0");
}

TEST_F(PromptCacheTest, AStringIsOneBlock) {
  const std::string text(800, 'x');
  EXPECT_EQ(use(R"({"messages":[{"role":"user","content":")" + text + R"("}])" + kMark + "}"), "0/200/0");
  EXPECT_EQ(use(body("", turn("user", block(200, kMark)))), "200/0/0");
}

TEST_F(PromptCacheTest, LooksTwentyBlocksBack) {
  const auto with_blocks = [](int count) {
    std::string blocks;
    for (int i = 0; i < count; ++i) blocks += (i == 0 ? "" : ",") + block(10);
    return body(block(200), turn("user", blocks), kMark);
  };
  EXPECT_EQ(use(with_blocks(1)), "0/210/0");
  EXPECT_EQ(use(with_blocks(21)), "210/200/0");
  EXPECT_EQ(use(with_blocks(43)), "0/630/0");
}

TEST_F(PromptCacheTest, LosesMessagesButNotTheSystemPromptWithASetting) {
  const auto marked = [&](const std::string& more) {
    return body(block(200, kMark), turn("user", block(150, kMark)), more);
  };
  EXPECT_EQ(use(marked("")), "0/350/0");
  EXPECT_EQ(use(marked("")), "350/0/0");
  EXPECT_EQ(use(marked(R"(,"thinking":{"type":"adaptive"})")), "200/150/0");
  EXPECT_EQ(use(marked(R"(,"tool_choice":{"type":"none"})")), "200/150/0");
  EXPECT_EQ(use(marked("")), "350/0/0");
}

}  // namespace
}  // namespace anthropic::internal::local
