#include <gtest/gtest.h>
#include <vector>

#include <anthropic/page.hpp>

namespace anthropic::internal {
namespace {

/// Pages of these sizes, of the numbers from 0 on; the one behind them fails, if that is wanted.
Result<Page<int>> page_of(std::vector<int> sizes, bool fails = false, int first = 0) {
  if (sizes.empty()) return Error{.kind = ErrorKind::rate_limit, .message = "too many pages"};
  Page<int> page;
  for (int i = 0; i < sizes.front(); ++i) page.data.push_back(first++);
  sizes.erase(sizes.begin());
  page.has_more = fails || !sizes.empty();
  page.fetch = [=] { return page_of(sizes, fails, first); };
  return page;
}

std::vector<int> items(const Page<int>& first) {
  std::vector<int> all;
  for (const int& item : first) all.push_back(item);
  return all;
}

TEST(Page, IsIteratedOverAllThatFollow) {
  EXPECT_EQ(items(*page_of({2, 0, 1})), (std::vector<int>{0, 1, 2}));
  EXPECT_EQ(items(*page_of({0, 0})), std::vector<int>());
  EXPECT_EQ(items(*page_of({3})), (std::vector<int>{0, 1, 2}));
  EXPECT_EQ(items(Page<int>()), std::vector<int>());
}

TEST(Page, OfACallIsIteratedAtOnce) {
  std::vector<int> all;
  for (const auto& item : *page_of({2, 1})) all.push_back(item);
  EXPECT_EQ(all, (std::vector<int>{0, 1, 2}));
}

TEST(Page, ThrowsWhereAPageCannotBeHad) {
  std::vector<int> all;
  EXPECT_THROW(
      {
        for (const auto& item : *page_of({2}, true)) all.push_back(item);
      },
      RateLimitError);
  EXPECT_EQ(all, (std::vector<int>{0, 1}));
}

TEST(Page, ItsOwnItemsStay) {
  const Page<int> first = *page_of({2, 1});
  items(first);
  EXPECT_EQ(first.data, (std::vector<int>{0, 1}));
}

}  // namespace
}  // namespace anthropic::internal
