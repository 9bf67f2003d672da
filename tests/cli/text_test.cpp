#include "cli/text.hpp"

#include <gtest/gtest.h>

namespace anthropic::cli {
namespace {

TEST(FindInvalidUtf8, AcceptsEveryLength) {
  EXPECT_FALSE(find_invalid_utf8(""));
  EXPECT_FALSE(find_invalid_utf8("plain"));
  EXPECT_FALSE(find_invalid_utf8("\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80 \xEF\xBF\xBD"));
  EXPECT_FALSE(find_invalid_utf8("\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF"));
}

TEST(FindInvalidUtf8, SaysWhereTheFirstWrongByteIs) {
  EXPECT_EQ(find_invalid_utf8("ab\xFF"), 2u);
  EXPECT_EQ(find_invalid_utf8("\x80"), 0u) << "a lone continuation";
  EXPECT_EQ(find_invalid_utf8("a\xC3"), 1u) << "cut off";
  EXPECT_EQ(find_invalid_utf8("\xE2\x82"), 0u) << "cut off";
  EXPECT_EQ(find_invalid_utf8("\xC0\x80"), 0u) << "overlong";
  EXPECT_EQ(find_invalid_utf8("\xE0\x80\x80"), 0u) << "overlong";
  EXPECT_EQ(find_invalid_utf8("\xF0\x80\x80\x80"), 0u) << "overlong";
  EXPECT_EQ(find_invalid_utf8("\xED\xA0\x80"), 0u) << "a surrogate";
  EXPECT_EQ(find_invalid_utf8("\xF4\x90\x80\x80"), 0u) << "above U+10FFFF";
}

TEST(WithoutControlCharacters, MakesEscapeSequencesHarmless) {
  EXPECT_EQ(without_control_characters("a\x1b[31mb"), "a\xEF\xBF\xBD[31mb");
  EXPECT_EQ(without_control_characters("\x07\x7F"), "\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(without_control_characters("\xC2\x9B"), "\xEF\xBF\xBD") << "the one-character CSI";
  EXPECT_EQ(without_control_characters("\xFF"), "\xEF\xBF\xBD");
}

TEST(WithoutControlCharacters, KeepsText) {
  EXPECT_EQ(without_control_characters("line\n\ttabbed \xC3\xA9\xC2\xA0"), "line\n\ttabbed \xC3\xA9\xC2\xA0");
  EXPECT_EQ(without_control_characters("a\r\nb"), "a\nb");
}

TEST(WithThousands, SetsCommas) {
  EXPECT_EQ(with_thousands(0), "0");
  EXPECT_EQ(with_thousands(999), "999");
  EXPECT_EQ(with_thousands(1'000), "1,000");
  EXPECT_EQ(with_thousands(25'000'000), "25,000,000");
  EXPECT_EQ(with_thousands(-1'234), "-1,234");
  EXPECT_EQ(with_thousands(-123), "-123");
}

TEST(IsBlank, KnowsWhiteSpace) {
  EXPECT_TRUE(is_blank(""));
  EXPECT_TRUE(is_blank(" \t\r\n"));
  EXPECT_FALSE(is_blank(" . "));
}

}  // namespace
}  // namespace anthropic::cli
