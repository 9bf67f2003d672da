#include "base/text/edit_distance.hpp"

#include <gtest/gtest.h>

namespace anthropic::internal {
namespace {

TEST(EditDistance, CountsSlipsOfThePen) {
  EXPECT_EQ(edit_distance("", ""), 0u);
  EXPECT_EQ(edit_distance("ask", ""), 3u);
  EXPECT_EQ(edit_distance("", "ask"), 3u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("aks", "ask"), 1u) << "neighbours changed places";
  EXPECT_EQ(edit_distance("ca", "abc"), 3u) << "but are not changed again";
}

TEST(NearestWord, IsTheFirstOfTheNearest) {
  constexpr std::string_view kWords[] = {"ask", "kms", "models", "migrate", "us-east-1", "us-east-2"};
  EXPECT_EQ(nearest_word("aks", kWords), "ask");
  EXPECT_EQ(nearest_word("moedl", kWords), "models");
  EXPECT_EQ(nearest_word("us-est-1", kWords), "us-east-1");
  EXPECT_EQ(nearest_word("us-east-9", kWords), "us-east-1");
  EXPECT_EQ(nearest_word("xyz", kWords), "");
  EXPECT_EQ(nearest_word("", kWords), "");
  EXPECT_EQ(nearest_word("bus", kWords), "") << "a short word has no letters to spare";
  EXPECT_EQ(nearest_word("ask", kWords), "ask");
}

}  // namespace
}  // namespace anthropic::internal
