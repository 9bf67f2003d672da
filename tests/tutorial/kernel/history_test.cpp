#include "tutorial/kernel/history.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace anthropic::internal::kernel {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<int> lines(const std::vector<HistoryEntry>& entries) {
  std::vector<int> numbers;
  for (const HistoryEntry& entry : entries) numbers.push_back(entry.line);
  return numbers;
}

History three() {
  History history;
  history.add({1, "Hello", "Hi."});
  history.add({2, "%hint 1.1", ""});
  history.add({3, "Hello", "Hi again."});
  return history;
}

TEST(History, TheTailIsInOrder) {
  EXPECT_THAT(lines(three().tail(2)), ElementsAre(2, 3));
  EXPECT_THAT(lines(three().tail(10)), ElementsAre(1, 2, 3));
  EXPECT_THAT(three().tail(0), IsEmpty());
  EXPECT_THAT(three().tail(-1), IsEmpty());
}

TEST(History, ARangeEndsBeforeItsEnd) {
  EXPECT_THAT(lines(three().range(1, 3)), ElementsAre(1, 2));
  EXPECT_THAT(three().range(4, 9), IsEmpty());
}

TEST(History, ASearchFindsTheLatest) {
  EXPECT_THAT(lines(three().search("Hel*", 10, false)), ElementsAre(1, 3));
  EXPECT_THAT(lines(three().search("Hel*", 10, true)), ElementsAre(3));
  EXPECT_THAT(lines(three().search("*", 1, false)), ElementsAre(3));
  EXPECT_THAT(three().search("nothing", 10, false), IsEmpty());
}

TEST(History, ForgetsTheOldest) {
  History history;
  for (int i = 1; i <= static_cast<int>(History::kMost) + 1; ++i) history.add({i, "x", ""});
  EXPECT_EQ(history.tail(10'000).size(), History::kMost);
  EXPECT_EQ(history.tail(10'000).front().line, 2);
}

}  // namespace
}  // namespace anthropic::internal::kernel
