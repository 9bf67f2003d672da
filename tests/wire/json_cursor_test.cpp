#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "wire/json/cursor.hpp"

namespace anthropic::internal {
namespace {

using ::testing::ElementsAre;

TEST(JsonCursor, ReadsValuesAsTheyAreWritten) {
  for (const std::string_view text :
       {"1", "-2.5e3", "true", "null", R"("a\"b\\")", "[]", "[1,[2]]", R"({"a":"}"})"})
    EXPECT_EQ(JsonCursor(text).value(), text);
  EXPECT_EQ(JsonCursor(R"( "a\nb" )").string(), R"(a\nb)");
  EXPECT_EQ(JsonCursor("7").string(), "");
  EXPECT_EQ(JsonCursor(R"( "a\nb\u00e9" )").text(), "a\nb\xC3\xA9");
  EXPECT_EQ(JsonCursor("7").text(), "");
  EXPECT_EQ(JsonCursor(" {").first(), '{');
  EXPECT_EQ(JsonCursor("  ").first(), '\0');
}

TEST(JsonCursor, VisitsMembersAndPassesOverWhatIsNotRead) {
  constexpr std::string_view text =
      R"( { "a" : { "b" : [ 1 , "]" ] } , "c" : "x\\" , "d":[true,{"e":null}], "f" :-1 } )";
  JsonCursor cursor(text);
  std::vector<std::string> seen;
  cursor.members([&](std::string_view name) {
    seen.emplace_back(name);
    if (name == "c") seen.emplace_back(cursor.string());
    if (name == "d") {
      cursor.items([&](std::size_t index) {
        seen.push_back(std::to_string(index));
        if (index == 1) cursor.members([&](std::string_view inner) { seen.emplace_back(inner); });
      });
    }
  });
  EXPECT_THAT(seen, ElementsAre("a", "c", R"(x\\)", "d", "0", "1", "e", "f"));
}

TEST(JsonCursor, AnotherTypeHasNoMembersAndNoItems) {
  JsonCursor cursor(R"([[1],{"a":2}])");
  int visits = 0;
  cursor.items([&](std::size_t index) {
    if (index == 0) cursor.members([&](std::string_view) { ++visits; });
    if (index == 1) cursor.items([&](std::size_t) { ++visits; });
  });
  EXPECT_EQ(visits, 0);
}

TEST(JsonCursor, WhatIsNoJsonComesToAnEnd) {
  for (const std::string_view text :
       {"", "{", "[", "}", "]", "{]", "[}", R"({"a)", R"({"a":)", "[,", "{:}", "[1 2", "\""}) {
    JsonCursor(text).members([](std::string_view) {});
    JsonCursor(text).items([](std::size_t) {});
    EXPECT_LE(JsonCursor(text).value().size(), text.size());
  }
}

}  // namespace
}  // namespace anthropic::internal
