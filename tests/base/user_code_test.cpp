#include "base/threads/user_code.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>

#include <anthropic/result.hpp>

namespace anthropic::internal {
namespace {

using ::testing::HasSubstr;

struct OfMine {};

template <class Thrown>
Error error_of(const Thrown& thrown) {
  const Result<int> result =
      run_user_code(ErrorKind::credentials, "the provider", [&]() -> Result<int> { throw thrown; });
  return result.error();
}

TEST(UserCode, LeavesWhatDoesNotThrow) {
  EXPECT_EQ(*run_user_code(ErrorKind::credentials, "the provider", []() -> Result<int> { return 7; }), 7);
}

TEST(UserCode, AnExceptionIsAnErrorWithItsText) {
  const Error error = error_of(std::runtime_error("the vault is sealed"));
  EXPECT_EQ(error.kind, ErrorKind::credentials);
  EXPECT_EQ(error.message, "the provider threw: the vault is sealed");
}

TEST(UserCode, WhatHasNoTextIsNamedByItsType) {
  EXPECT_EQ(error_of(42).message, "the provider threw: a value of type int");
  EXPECT_THAT(error_of(OfMine()).message, HasSubstr("OfMine"));
  EXPECT_EQ(error_of(std::runtime_error("")).message,
            "the provider threw: a value of type std::runtime_error");
}

TEST(UserCode, AnErrorOfTheLibraryStaysItself) {
  const Error error =
      error_of(RateLimitError(Error{.kind = ErrorKind::rate_limit, .status = 429, .message = "slow"}));
  EXPECT_EQ(error.kind, ErrorKind::rate_limit);
  EXPECT_EQ(error.status, 429);
  EXPECT_EQ(error.message, "slow");
}

TEST(UserCode, WhatConcernsNobodysCallIsLogged) {
  std::string logged;
  const Log log(
      [&](LogLevel level, std::string_view line) {
        EXPECT_EQ(level, LogLevel::error);
        logged = line;
      },
      LogLevel::error);
  EXPECT_FALSE(run_user_code(log, "on_call", [] { throw std::runtime_error("no disk"); }));
  EXPECT_EQ(logged, "on_call threw: no disk");
  EXPECT_TRUE(run_user_code(log, "on_call", [] {}));
}

TEST(UserCode, ALoggerMayThrow) {
  const Log log([](LogLevel, std::string_view) { throw std::runtime_error("no disk"); }, LogLevel::debug);
  log.write(LogLevel::warn, "this is lost");
  EXPECT_FALSE(run_user_code(log, "on_call", [] { throw 1; }));
}

}  // namespace
}  // namespace anthropic::internal
