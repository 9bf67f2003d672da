#include "cli/text/text.hpp"

#include <gtest/gtest.h>

#include "cli/terminal/styled_text.hpp"
#include "cli/text/json_text.hpp"

namespace anthropic::internal::cli {
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

TEST(WithoutControlCharacters, TakesWhatTurnsOrHidesText) {
  constexpr const char* kReplaced = "a\xEF\xBF\xBD";
  for (const char* unseen :
       {"\xE2\x80\x8B", "\xE2\x80\x8C", "\xE2\x80\x8D", "\xE2\x80\x8E", "\xE2\x80\x8F", "\xE2\x80\xA8",
        "\xE2\x80\xA9", "\xE2\x80\xAA", "\xE2\x80\xAE", "\xE2\x81\xA6", "\xE2\x81\xA9", "\xD8\x9C",
        "\xEF\xBB\xBF", "\xF3\xA0\x81\x81", "\xF3\xA0\x84\x80", "\xC2\xAD"})
    EXPECT_EQ(without_control_characters(std::string("a") + unseen), kReplaced) << unseen;
  EXPECT_EQ(without_control_characters("\xEF\xB8\x8F\xCC\x81"), "\xEF\xB8\x8F\xCC\x81")
      << "a variation selector and an accent are seen";
}

TEST(WithoutControlCharacters, KeepsTheJoinersOfAnAnswer) {
  // A family, a Persian word and a soft hyphen.
  const std::string text =
      "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9 \xD9\x85\xDB\x8C\xE2\x80\x8C\xD8\xAE a\xC2\xAD"
      "b";
  EXPECT_EQ(without_control_characters(text, Joiners::stay), text);
  EXPECT_EQ(without_control_characters("\xE2\x80\xAE\x1b\xC2\x9b", Joiners::stay),
            "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(WholeCharacters, EndsBeforeOneThatHasBegun) {
  const std::string text = "a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80";
  const std::size_t ends[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10};
  for (std::size_t length = 0; length <= text.size(); ++length)
    EXPECT_EQ(whole_characters(std::string_view(text).substr(0, length)), ends[length]) << length;
  EXPECT_EQ(whole_characters("\x80\x80\x80\x80"), 4u) << "what begins nowhere ends nowhere";
}

TEST(OnOneLine, HasNoLineFeedsOfOthers) {
  EXPECT_EQ(on_one_line("a\nb\tc\x1b"), "a b c\xEF\xBF\xBD");
  EXPECT_EQ(list_name("a\nb"),
            "a\xEF\xBF\xBD"
            "b");
}

TEST(JsonText, EscapesWhatATerminalWouldObey) {
  const Json json =
      Json::object({{"a", "\x1b[31m\x7f\xC2\x80\xC2\x9f\xE2\x80\xAE\xEF\xBB\xBF\xF3\xA0\x81\x81 é€"}});
  const std::string text = json_text(json);
  EXPECT_EQ(text, R"({"a":"\u001b[31m\u007f\u0080\u009f\u202e\ufeff\udb40\udc41 é€"})");
  EXPECT_EQ(*Json::parse(text), json);
  EXPECT_EQ(json_line(Json(1)), "1\n");
}

TEST(StyledText, CleansWhatIsPutIntoIt) {
  EXPECT_EQ(StyledText(true).red("a\x1b[0m").plain("\xC2\x9b").bytes(),
            "\x1b[1;31ma\xEF\xBF\xBD[0m\x1b[0m\xEF\xBF\xBD");
  EXPECT_EQ(StyledText(false).red("a").bold("b").faint("c").bytes(), "abc");
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
}  // namespace anthropic::internal::cli
