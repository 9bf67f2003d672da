#include <gtest/gtest.h>

#include <anthropic/headers.hpp>
#include <anthropic/string_list.hpp>

namespace anthropic::internal {
namespace {

using Texts = std::vector<std::string>;

struct Options {
  StringList texts = {};
  Headers headers = {};
};

TEST(StringList, MeansTheSameWithMoreBraces) {
  EXPECT_EQ((Options{.texts = {"a", "b"}}.texts), (Texts{"a", "b"}));
  EXPECT_EQ((Options{.texts = {{"a", "b"}}}.texts), (Texts{"a", "b"}))
      << "of a vector one text between two pointers";
  EXPECT_EQ((Options{.texts = {{"a", "b", "c"}}}.texts), (Texts{"a", "b", "c"}));
  EXPECT_EQ((Options{.texts = {"a"}}.texts), (Texts{"a"}));
  EXPECT_TRUE((Options{.texts = {}}.texts.empty()));
}

TEST(StringList, IsAVector) {
  const std::string text = "c";
  StringList list{"a", std::string_view("b"), text};
  list.push_back("d");
  const Texts copy = list;
  EXPECT_EQ(copy, (Texts{"a", "b", "c", "d"}));
  list = Texts{"e"};
  EXPECT_EQ(list, (Texts{"e"}));
  list = {"f", "g"};
  EXPECT_EQ(list.size(), 2u);
}

TEST(Headers, MeansTheSameWithMoreBraces) {
  const Headers two{{"a", "1"}, {"b", "2"}};
  EXPECT_EQ((Options{.headers = {{"a", "1"}, {"b", "2"}}}.headers), two);
  EXPECT_EQ((Options{.headers = {{{"a", "1"}, {"b", "2"}}}}.headers), two);
  EXPECT_EQ((Options{.headers = {{"a", "1"}}}.headers.size()), 1u);
}

TEST(Headers, AreNamesAndValues) {
  Headers headers;
  headers.emplace_back("a", std::string_view("1"));
  headers.push_back({"b", std::string("2")});
  headers.push_back(std::pair<std::string, std::string>("c", "3"));
  std::string all;
  for (const auto& [name, value] : headers) all += name + value;
  EXPECT_EQ(all, "a1b2c3");
}

}  // namespace
}  // namespace anthropic::internal
