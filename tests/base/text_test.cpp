#include "base/text/text.hpp"

#include <gtest/gtest.h>
#include <vector>

#include "base/text/glob.hpp"
#include "base/text/header_lookup.hpp"

namespace anthropic::internal {
namespace {

TEST(Text, TrimsWhiteSpace) {
  EXPECT_EQ(trim(" \t\r\n a b \v\f"), "a b");
  EXPECT_EQ(trim("   "), "");
  EXPECT_EQ(trim(""), "");
}

TEST(Text, LowersAsciiOnly) {
  EXPECT_EQ(ascii_lower("AZ[@`az\xc3\x84"), "az[@`az\xc3\x84");
  EXPECT_TRUE(iequals("X-Amz-Date", "x-amz-DATE"));
  EXPECT_FALSE(iequals("a", "ab"));
  EXPECT_FALSE(iequals("@", "`"));
  EXPECT_FALSE(iequals("[", "{"));
}

TEST(Text, RaisesAsciiOnly) {
  EXPECT_EQ(ascii_upper("az{`AZ\xc3\xa4"), "AZ{`AZ\xc3\xa4");
}

TEST(Text, KnowsLettersAndDigits) {
  for (const char c : std::string_view("azAZ09")) EXPECT_TRUE(is_letter_or_digit(c)) << c;
  for (const char c : std::string_view("@[`{/:-_\xc3")) EXPECT_FALSE(is_letter_or_digit(c)) << c;
  EXPECT_TRUE(is_digits("0189"));
  for (const char* text : {"", "1a", "-1", " 1", "1."}) EXPECT_FALSE(is_digits(text)) << text;
}

TEST(Text, IsJoined) {
  EXPECT_EQ(joined(std::vector<std::string>{"a", "b", "c"}), "a, b, c");
  EXPECT_EQ(joined(std::vector<std::string_view>{"a", "b"}, " or "), "a or b");
  EXPECT_EQ(joined(std::vector<std::string>{}), "");
}

TEST(Text, PutsQuotesAround) {
  EXPECT_EQ(in_quotes("eu-west-1"), "\"eu-west-1\"");
  EXPECT_EQ(in_quotes(""), "\"\"");
}

TEST(Text, FindsAndSetsHeaders) {
  Headers headers = {{"A", "1"}, {"b", "2"}, {"a", "3"}};
  EXPECT_EQ(*find_header(headers, "a"), "1");
  EXPECT_EQ(find_header(headers, "c"), nullptr);

  set_header(headers, "a", "4");
  EXPECT_EQ(headers, (Headers{{"A", "4"}, {"b", "2"}}));
  set_header(headers, "C", "5");
  EXPECT_EQ(headers, (Headers{{"A", "4"}, {"b", "2"}, {"C", "5"}}));
  set_header(headers, "B", "");
  EXPECT_EQ(headers, (Headers{{"A", "4"}, {"C", "5"}}));
  set_header(headers, "absent", "");
  EXPECT_EQ(headers.size(), 2u);
}

TEST(Text, ParsesWholeNumbers) {
  EXPECT_EQ(parse_integer("0"), 0);
  EXPECT_EQ(parse_integer("-12"), -12);
  EXPECT_EQ(parse_integer("9223372036854775807"), 9223372036854775807LL);
  for (const char* wrong : {"", " 1", "1 ", "+1", "1.0", "0x1", "9223372036854775808", "--1", "-"}) {
    EXPECT_FALSE(parse_integer(wrong)) << wrong;
  }
}

TEST(Glob, KnowsStarsAndQuestionMarks) {
  EXPECT_TRUE(glob_matches("*", ""));
  EXPECT_TRUE(glob_matches("a*c", "abbbc"));
  EXPECT_TRUE(glob_matches("a*b*c", "a-b-b-c"));
  EXPECT_TRUE(glob_matches("a?c", "abc"));
  EXPECT_FALSE(glob_matches("a?c", "ac"));
  EXPECT_FALSE(glob_matches("a*c", "abcd"));
  EXPECT_FALSE(glob_matches("", "a"));
  EXPECT_TRUE(glob_matches("[x]", "[x]"));
}

}  // namespace
}  // namespace anthropic::internal
