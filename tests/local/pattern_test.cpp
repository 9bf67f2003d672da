#include "local/guardrails/pattern.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "local/guardrails/personal_data.hpp"

namespace anthropic::internal::local {
namespace {

using ::testing::HasSubstr;

/// What a pattern finds in a text, each in brackets: "[a][b]".
std::string found(std::string_view regex, std::string_view text) {
  const auto pattern = Pattern::compile(regex);
  EXPECT_TRUE(pattern) << regex << ": " << pattern.error().message;
  if (!pattern) return {};
  std::string all;
  for (auto match = pattern->find(text); match; match = pattern->find(text, match->end))
    all += "[" + std::string(text.substr(match->begin, match->end - match->begin)) + "]";
  return all;
}

std::string problem(std::string_view regex) {
  const auto pattern = Pattern::compile(regex);
  EXPECT_FALSE(pattern) << regex;
  return pattern ? "" : pattern.error().message;
}

TEST(Pattern, Finds) {
  struct Case {
    const char *regex, *text, *found;
  };
  const Case cases[] = {
      {"abc", "xabcabc", "[abc][abc]"},
      {"a.c", "abc a\nc aüc", "[abc][aüc]"},
      {"[a-c]+", "xxabcab-c", "[abcab][c]"},
      {"[^a-c]", "abxc", "[x]"},
      {"[]a]+", "]a", "[]a]"},
      {"[a\\]-]+", "a]-b", "[a]-]"},
      {"\\d{3}-\\d{2}", "123-45 12-34", "[123-45]"},
      {"\\d{2,}", "1 12 123", "[12][123]"},
      {"\\d{2,3}", "12345", "[123][45]"},
      {"cat|dog", "a cat, a dog", "[cat][dog]"},
      {"a|ab", "ab", "[a]"},
      {"(?:ab)+c?", "ababc ab", "[ababc][ab]"},
      {"<.+>", "<a><b>", "[<a><b>]"},
      {"<.+?>", "<a><b>", "[<a>][<b>]"},
      {"a{2}?", "aaaa", "[aa][aa]"},
      {"\\bcat\\b", "cat concat cat.", "[cat][cat]"},
      {"\\Bcat", "cat concat", "[cat]"},
      {"^a", "aa", "[a]"},
      {"a$", "aa", "[a]"},
      {"(?i)secret", "SECRET Secret", "[SECRET][Secret]"},
      {"(?i)[^a]", "aAb", "[b]"},
      {"\\w+\\.\\s", "end. x", "[end. ]"},
      {"ü+", "grüün", "[üü]"},
      {"[à-ü]", "aüb", "[ü]"},
      {"(a*)*b", "aaab", "[aaab]"},
      {"x*y|b", "xxb", "[b]"},
      {"[\\d.]+", "1.2", "[1.2]"},
  };
  for (const Case& one : cases) EXPECT_EQ(found(one.regex, one.text), one.found) << one.regex;
}

// A search that goes back, or starts again at each character, would not come to its end.
TEST(Pattern, ReadsALongTextOnce) {
  const std::string text(200'000, 'a');
  EXPECT_EQ(found("(a+)+b", text), "");
  EXPECT_EQ(found("[a-z]+@x", text), "");
  EXPECT_EQ(found("a+", text).size(), text.size() + 2);
}

TEST(Pattern, PassesEmptyMatchesBy) {
  EXPECT_EQ(found("a*", "baab"), "[aa]");
  EXPECT_EQ(found("x?", "\u00fc\u00fcx"), "[x]");
  EXPECT_EQ(found("$", "ab"), "");
  EXPECT_EQ(found("a*", "b"), "");
}

TEST(Pattern, SaysWhatIsWrong) {
  EXPECT_THAT(problem(""), HasSubstr("is empty"));
  EXPECT_THAT(problem("(a"), HasSubstr("is no regular expression: missing ): (a"));
  EXPECT_THAT(problem("a)"), HasSubstr("unexpected ): a)"));
  EXPECT_THAT(problem("[a"), HasSubstr("missing ]: [a"));
  EXPECT_THAT(problem("[z-a]"), HasSubstr("invalid character class range: z-a"));
  EXPECT_THAT(problem("*a"), HasSubstr("no argument for repetition operator: *"));
  EXPECT_THAT(problem("a{1,5000}"), HasSubstr("{1,5000}"));
  EXPECT_THAT(problem("a\\"), HasSubstr("trailing \\"));
  EXPECT_THAT(problem("(a)\\1"), HasSubstr("invalid escape sequence: \\1; there are no back references"));
  for (const char* lookaround : {"(?=a)", "(?!a)b", "(?<=a)b", "(?<!a)b"})
    EXPECT_THAT(problem(lookaround), HasSubstr("there are no lookarounds")) << lookaround;
  EXPECT_THAT(problem("((a{1000}){1000}){1000}"), HasSubstr("is no regular expression"));
  EXPECT_THAT(problem(std::string(501, 'a')), HasSubstr("is longer than 500 characters"));
  EXPECT_EQ(found(std::string(500, 'a'), std::string(500, 'a')), "[" + std::string(500, 'a') + "]");
}

TEST(PersonalData, IsFoundInItsCommonForms) {
  struct Case {
    const char *name, *text, *found;
  };
  const Case cases[] = {
      {"EMAIL", "Write to ada.l@example.co.uk, please.", "[ada.l@example.co.uk]"},
      {"PHONE", "Call +1 555-123-4567 or (030) 123 4567.", "[+1 555-123-4567][(030) 123 4567]"},
      {"IP_ADDRESS", "from 10.0.0.1", "[10.0.0.1]"},
      {"MAC_ADDRESS", "at 00:1A:2b:3c:4D:5e", "[00:1A:2b:3c:4D:5e]"},
      {"CREDIT_DEBIT_CARD_NUMBER", "with 4111 1111 1111 1111", "[4111 1111 1111 1111]"},
      {"US_SOCIAL_SECURITY_NUMBER", "123-45-6789", "[123-45-6789]"},
      {"URL", "See https://example.com/a?b=c.", "[https://example.com/a?b=c]"},
      {"AWS_ACCESS_KEY", "AKIAIOSFODNN7EXAMPLE", "[AKIAIOSFODNN7EXAMPLE]"},
      {"INTERNATIONAL_BANK_ACCOUNT_NUMBER", "to DE89 3704 0044 0532 0130 00",
       "[DE89 3704 0044 0532 0130 00]"},
  };
  for (const Case& one : cases) {
    ASSERT_TRUE(pattern_of_personal_data(one.name)) << one.name;
    EXPECT_EQ(found(*pattern_of_personal_data(one.name), one.text), one.found) << one.name;
  }
}

TEST(PersonalData, WithoutAFixedFormHasNoPattern) {
  EXPECT_TRUE(is_personal_data("NAME"));
  EXPECT_FALSE(pattern_of_personal_data("NAME"));
  EXPECT_FALSE(is_personal_data("TICKET"));
  EXPECT_FALSE(pattern_of_personal_data("TICKET"));
}

}  // namespace
}  // namespace anthropic::internal::local
