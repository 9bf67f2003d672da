#include "base/text/utf8.hpp"

#include <gtest/gtest.h>

namespace anthropic::internal {
namespace {

TEST(Utf8, WellFormedTextStays) {
  for (const std::string text : {"", "plain", "\u00e9\u20ac\U0001F600", "a\nb\tc", "\uFFFD"}) {
    EXPECT_EQ(to_valid_utf8(text), text);
  }
}

TEST(Utf8, EachByteThatBelongsToNoCharacterIsReplaced) {
  EXPECT_EQ(to_valid_utf8("a\xff"), "a\uFFFD");
  EXPECT_EQ(to_valid_utf8("\x80 b"), "\uFFFD b");
  EXPECT_EQ(to_valid_utf8("\xe2\x82"), "\uFFFD\uFFFD") << "cut off";
  EXPECT_EQ(to_valid_utf8("\xc0\xaf"), "\uFFFD\uFFFD") << "overlong";
  EXPECT_EQ(to_valid_utf8("\xed\xa0\x80"), "\uFFFD\uFFFD\uFFFD") << "half of a pair";
  EXPECT_EQ(to_valid_utf8("\xf4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD") << "beyond U+10FFFF";
  EXPECT_EQ(to_valid_utf8("\xc3\xa9\xc3"), "\u00e9\uFFFD");
}

TEST(Utf8, APrefixCutsNoCharacter) {
  EXPECT_EQ(utf8_prefix("aäb", 10), "aäb");
  EXPECT_EQ(utf8_prefix("aäb", 3), "aä");
  EXPECT_EQ(utf8_prefix("aäb", 2), "a");
  EXPECT_EQ(utf8_prefix("€", 2), "");
  EXPECT_EQ(utf8_prefix("", 0), "");
}

TEST(Utf8, OneLineHasNoBreaksAndShowsThatItIsCut) {
  EXPECT_EQ(one_line("a\nb\r\tc", 10), "a b  c");
  EXPECT_EQ(one_line("abäc", 3), "ab…");
  EXPECT_EQ(one_line("abc", 3), "abc");
}

TEST(Utf8, CountsCharacters) {
  EXPECT_EQ(count_characters("äb€"), 3u);
  EXPECT_EQ(count_characters(""), 0u);
}

}  // namespace
}  // namespace anthropic::internal
