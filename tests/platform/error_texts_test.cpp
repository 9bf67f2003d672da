#include "platform/error_texts.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "aws/retry.hpp"
#include "support/vectors.hpp"

namespace anthropic {
namespace {

/// An error that shows one sign of a text: a code is one word, a part of a message is more.
Error example_of(int status, std::string_view sign) {
  const bool is_code = sign.find(' ') == std::string_view::npos;
  return {.status = status,
          .code = std::string(is_code ? sign : ""),
          .message = is_code ? "why" : "before " + std::string(sign) + " behind"};
}

template <class Check>
void for_each_example(const ErrorText& text, const Check& check) {
  for (const int status : text.statuses) {
    if (status == 0) continue;
    for (const std::string_view sign : text.signs) {
      if (!sign.empty()) check(example_of(status, sign));
    }
  }
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
  return "| " + statuses + " | " + signs + " | " + std::string(text.meaning) + " | " + std::string(text.fix) +
         " | " + std::string(to_string(text.sent_again)) + " |";
}

TEST(ErrorTexts, NoneIsHiddenByAnotherFurtherUp) {
  EXPECT_GT(error_texts().size(), 40u);
  for (const ErrorText& text : error_texts()) {
    for_each_example(text, [&](const Error& error) {
      const ErrorText* found = find_error_text(error);
      ASSERT_NE(found, nullptr) << error.to_string();
      EXPECT_EQ(found->meaning, text.meaning) << error.to_string();
    });
  }
}

TEST(ErrorTexts, WhatIsSentAgainIsWhatRetriesDo) {
  for (const ErrorText& text : error_texts()) {
    for_each_example(text, [&](const Error& error) {
      const bool retried = aws::classify(error) != aws::RetryKind::none;
      EXPECT_EQ(retried, text.sent_again == SentAgain::yes) << error.to_string();
    });
  }
}

TEST(ErrorTexts, DependOnNoApostropheAndOnNoCase) {
  for (const ErrorText& text : error_texts()) {
    for (const std::string_view sign : text.signs) {
      EXPECT_EQ(sign.find('\''), std::string_view::npos) << sign;
      EXPECT_EQ(sign.find("\u2019"), std::string_view::npos) << sign;
    }
  }
  EXPECT_NE(find_error_text({.status = 404, .message = "marked by provider as LEGACY"}), nullptr);
}

TEST(ErrorTexts, TheStatusCounts) {
  EXPECT_EQ(find_error_text({.status = 0, .message = "prompt is too long"}), nullptr);
  EXPECT_EQ(find_error_text({.status = 500, .message = "prompt is too long"}), nullptr);
  EXPECT_EQ(find_error_text({.status = 400, .message = "tools.0: the agreement is not an object"}), nullptr);
  EXPECT_EQ(find_error_text({.status = 403, .message = "something new"}), nullptr);
}

TEST(ErrorTexts, ThePageHasTheSameTable) {
  const std::string page = anthropic::testing::read_file(ERRORS_PAGE);
  std::size_t at = page.find("| status | code, or part of the text |");
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
  EXPECT_TRUE(rows == expected) << "the table of docs/errors.md is to be:\n" << table;
}

}  // namespace
}  // namespace anthropic
