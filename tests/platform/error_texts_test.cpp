#include "platform/errors/error_texts.hpp"

#include <algorithm>
#include <gmock/gmock.h>
#include <string>
#include <vector>

#include "platform/errors/api_errors.hpp"
#include "support/vectors.hpp"

namespace anthropic::internal {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// An error that shows one sign of a text: a code is one word, a part of a message is more.
Error example_of(const ErrorText& text, int status, std::string_view sign) {
  const bool is_code = sign.find(' ') == std::string_view::npos;
  const bool is_throttling = status == 400 && text.sent_again == SentAgain::yes;
  return {.status = status,
          .code = std::string(is_throttling ? "ThrottlingException"
                              : is_code     ? sign
                                            : ""),
          .message = is_code ? "why" : "before " + std::string(sign) + " behind"};
}

constexpr PlatformKind kPlatforms[] = {PlatformKind::first_party, PlatformKind::invoke_model,
                                       PlatformKind::runtime_messages, PlatformKind::mantle,
                                       PlatformKind::claude_on_aws};

template <class Check>
void for_each_example(const ErrorText& text, const Check& check) {
  for (const int status : text.statuses) {
    if (status == 0) continue;
    for (const std::string_view sign : text.signs) {
      if (!sign.empty()) check(example_of(text, status, sign));
    }
  }
}

std::string where(PlatformSet platforms) {
  switch (platforms) {
    case kAllPlatforms:
      return "all";
    case kAwsPlatforms:
      return "AWS";
    case kBedrockPlatforms:
      return "Bedrock";
    case kRuntimePlatforms:
      return "runtime";
    case bit(PlatformKind::mantle):
      return "Mantle";
    case kWholeApiPlatforms:
      return "API";
    default:
      return "no word for this set";
  }
}

std::string_view name_of(SentAgain sent_again) {
  switch (sent_again) {
    case SentAgain::no:
      return "no";
    case SentAgain::yes:
      return "yes";
    case SentAgain::once:
      return "once";
  }
  return "no";
}

std::string row_of(const ErrorText& text) {
  std::string statuses, signs;
  for (const int status : text.statuses) {
    if (status != 0) statuses += (statuses.empty() ? "" : ", ") + std::to_string(status);
  }
  for (const std::string_view sign : text.signs) {
    if (sign.empty()) continue;
    const char* quote = sign.find('`') == std::string_view::npos ? "`" : "``";
    signs += (signs.empty() ? "" : ", ") + std::string(quote) + std::string(sign) + quote;
  }
  return "| " + where(text.platforms) + " | " + statuses + " | " + signs + " | " + std::string(text.meaning) +
         " | " + std::string(text.fix) + " | " + std::string(name_of(text.sent_again)) + " |";
}

TEST(ErrorTexts, NoneIsHiddenByAnotherFurtherUp) {
  EXPECT_GT(error_texts().size(), 40u);
  for (const ErrorText& text : error_texts()) {
    for_each_example(text, [&](const Error& error) {
      for (const PlatformKind platform : kPlatforms) {
        if ((text.platforms & bit(platform)) == 0) continue;
        const ErrorText* found = find_error_text(platform, error);
        ASSERT_NE(found, nullptr) << error.to_string();
        EXPECT_EQ(found->meaning, text.meaning) << error.to_string();
      }
    });
  }
}

TEST(ErrorTexts, WhatIsSentAgainIsWhatRetriesDo) {
  for (const ErrorText& text : error_texts()) {
    for_each_example(text, [&](const Error& error) {
      const bool retried = classify(error, api_errors()) != RetryKind::none;
      EXPECT_EQ(retried, text.sent_again == SentAgain::yes) << error.to_string();
    });
  }
}

TEST(ErrorTexts, DependOnNoApostropheAndOnNoCase) {
  for (const ErrorText& text : error_texts()) {
    for (const std::string_view sign : text.signs) {
      EXPECT_THAT(sign, Not(HasSubstr("'"))) << sign;
      EXPECT_THAT(sign, Not(HasSubstr("\u2019"))) << sign;
    }
  }
  EXPECT_NE(find_error_text(PlatformKind::mantle, {.status = 404, .message = "marked by provider as LEGACY"}),
            nullptr);
}

TEST(ErrorTexts, TheStatusCounts) {
  const auto find = [](const Error& error) { return find_error_text(PlatformKind::invoke_model, error); };
  EXPECT_EQ(find({.status = 0, .message = "prompt is too long"}), nullptr);
  EXPECT_EQ(find({.status = 500, .message = "prompt is too long"}), nullptr);
  EXPECT_EQ(find({.status = 400, .message = "tools.0: the agreement is not an object"}), nullptr);
  EXPECT_EQ(find({.status = 403, .message = "something new"}), nullptr);
}

TEST(ErrorTexts, ABadRequestThatSpeaksOfTooManyTokensIsNoThrottling) {
  const std::string message = "Too many tokens, please wait before trying again.";
  const auto find = [&](const char* code) {
    return find_error_text(PlatformKind::invoke_model, {.status = 400, .code = code, .message = message});
  };
  EXPECT_NE(find("ThrottlingException"), nullptr);
  EXPECT_EQ(find("ValidationException"), nullptr);
}

TEST(ErrorTexts, CountOnlyWhereTheyMeanThis) {
  const Error keys{.status = 403, .message = "Your API key does not have permission to use the resource."};
  EXPECT_EQ(find_error_text(PlatformKind::first_party, keys), nullptr);
  EXPECT_NE(find_error_text(PlatformKind::claude_on_aws, keys), nullptr);
  EXPECT_EQ(find_error_text(PlatformKind::first_party, {.status = 403, .message = "no agreement"}), nullptr);
}

TEST(ErrorTexts, ThePageHasTheSameTable) {
  const std::string page = anthropic::internal::testing::read_file(ERRORS_PAGE);
  std::size_t at = page.find("| where | status | code, or part of the text |");
  ASSERT_NE(at, std::string::npos);
  std::vector<std::string> rows;
  for (at = page.find("\n|", page.find("\n|", at) + 1);
       at < page.size() && page.compare(at, 2, "\n|") == 0;) {
    const std::size_t end = page.find('\n', at + 1);
    rows.push_back(page.substr(at + 1, end - at - 1));
    at = end;
  }
  std::vector<std::string> expected;
  for (const ErrorText& text : error_texts()) expected.push_back(row_of(text));
  std::string table;
  for (const std::string& row : expected) table += row + "\n";
  EXPECT_TRUE(rows == expected) << "the table of docs/troubleshooting.md is to be:\n" << table;
}

}  // namespace
}  // namespace anthropic::internal
