#include "cli/errors/exit_codes.hpp"

#include <gmock/gmock.h>
#include <set>
#include <string>

namespace anthropic::internal::cli {
namespace {

using ::testing::HasSubstr;

TEST(ExitCodes, EveryKindHasOneOfItsOwn) {
  std::set<int> codes = {kExitUnexpected, kExitUsage, kExitBrokenPipe};
  const int last = static_cast<int>(ErrorKind::user_abort);
  for (int kind = 0; kind <= last; ++kind)
    EXPECT_TRUE(codes.insert(exit_code(static_cast<ErrorKind>(kind))).second) << kind;
  EXPECT_EQ(codes.size(), static_cast<std::size_t>(last) + 4);
}

TEST(ExitCodes, AreThoseOfTheDocumentation) {
  EXPECT_EQ(exit_code(ErrorKind::none), 0);
  EXPECT_EQ(exit_code(ErrorKind::configuration), 3);
  EXPECT_EQ(exit_code(ErrorKind::credentials), 4);
  EXPECT_EQ(exit_code(ErrorKind::rate_limit), 13);
  EXPECT_EQ(exit_code(ErrorKind::incomplete_stream), 21);
  EXPECT_EQ(exit_code(ErrorKind::user_abort), 130);
}

TEST(ExitCodes, HelpNamesEachOfThem) {
  const std::string help = exit_codes_help();
  for (int kind = 0; kind <= static_cast<int>(ErrorKind::user_abort); ++kind) {
    const std::string number = " " + std::to_string(exit_code(static_cast<ErrorKind>(kind))) + " ";
    EXPECT_THAT(help, HasSubstr(number)) << number;
  }
}

}  // namespace
}  // namespace anthropic::internal::cli
