#include "base/text/utf8.hpp"

#include <gtest/gtest.h>

namespace anthropic {
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

}  // namespace
}  // namespace anthropic
