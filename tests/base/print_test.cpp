#include <gtest/gtest.h>
#include <sstream>

#include <anthropic/json.hpp>

namespace anthropic::internal {
namespace {

template <class T>
std::string printed(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

const Error kThrottled{.kind = ErrorKind::rate_limit,
                       .status = 429,
                       .type = "rate_limit_error",
                       .code = "ThrottlingException",
                       .message = "Too many requests",
                       .hint = "Ask less.",
                       .request_id = "r-1",
                       .retry_after = std::chrono::milliseconds(1500),
                       .attempts = 3};

TEST(Print, ErrorsAreOneLine) {
  EXPECT_EQ(printed(ErrorKind::rate_limit), "rate_limit");
  EXPECT_EQ(printed(kThrottled), kThrottled.to_string());
}

TEST(Print, JsonIsItsText) {
  EXPECT_EQ(printed(Json::object({{"a", Json::array({1, "two", nullptr})}})), R"({"a":[1,"two",null]})");
}

TEST(AnthropicError, HasTheMembersOfItsError) {
  try {
    kThrottled.raise();
  } catch (const RateLimitError& caught) {
    EXPECT_EQ(caught.kind(), ErrorKind::rate_limit);
    EXPECT_EQ(caught.status(), 429);
    EXPECT_EQ(caught.type(), "rate_limit_error");
    EXPECT_EQ(caught.code(), "ThrottlingException");
    EXPECT_EQ(caught.message(), "Too many requests");
    EXPECT_EQ(caught.hint(), "Ask less.");
    EXPECT_EQ(caught.request_id(), "r-1");
    EXPECT_EQ(caught.retry_after(), std::chrono::milliseconds(1500));
    EXPECT_EQ(caught.attempts(), 3);
    EXPECT_EQ(caught.partial_message(), nullptr);
    return;
  }
  FAIL() << "another exception, or none";
}

// What is taken out of a Result at once may be kept by reference.
TEST(Result, GivesATemporarysValueAway) {
  const auto give = [] { return Result<std::string>(std::string(100, 'x')); };
  static_assert(std::is_same_v<decltype(*give()), std::string>);
  std::size_t count = 0;
  for (const char c : *give()) count += c == 'x';
  EXPECT_EQ(count, 100u);
}

}  // namespace
}  // namespace anthropic::internal
