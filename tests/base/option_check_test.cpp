#include "base/option_check.hpp"

#include <gmock/gmock.h>
#include <limits>

namespace anthropic::internal {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

std::string complaint(const OptionCheck& check) {
  const auto fault = check.fault();
  if (!fault) return "";
  EXPECT_EQ(fault->kind, ErrorKind::configuration);
  return fault->message;
}

TEST(OptionCheck, WhatIsUnsetIsRight) {
  EXPECT_EQ(complaint(OptionCheck()
                          .timeout("timeout", {})
                          .count("max_retries", {}, 1)
                          .count("parts", {}, 1, 32)
                          .size("bytes", {})
                          .transport({})),
            "");
}

TEST(OptionCheck, NamesTheOptionItsValueAndWhatItMustBe) {
  EXPECT_EQ(complaint(OptionCheck().timeout("timeout", 0ms)),
            "the option timeout is 0 ms: a time-out must be more than 0");
  EXPECT_EQ(complaint(OptionCheck().count("max_retries", -1, 0)),
            "the option max_retries is -1: it must be at least 0");
  EXPECT_EQ(complaint(OptionCheck().count("parts", 33, 1, 32)),
            "the option parts is 33: it must be from 1 to 32");
  EXPECT_EQ(complaint(OptionCheck().count("parts", 32, 1, 32)), "");
  EXPECT_EQ(complaint(OptionCheck().size("bytes", 0)), "the option bytes is 0: it must be at least 1");
}

TEST(OptionCheck, RatesAreNumbersFromZeroOn) {
  using Limits = std::numeric_limits<double>;
  for (const double wrong : {-0.5, Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity()})
    EXPECT_TRUE(OptionCheck().rate("max_per_second", wrong).fault()) << wrong;
  EXPECT_FALSE(OptionCheck().rate("max_per_second", 0.001).fault());
}

TEST(OptionCheck, KeepsTheFirstFault) {
  EXPECT_THAT(complaint(OptionCheck().timeout("first", -5ms).size("second", 0)), HasSubstr("first is -5 ms"));
}

TEST(OptionCheck, LooksAtEachNumberOfTheTransport) {
  EXPECT_THAT(complaint(OptionCheck().transport({.connect_timeout = 0ms})),
              HasSubstr("transport.connect_timeout"));
  EXPECT_THAT(complaint(OptionCheck().transport({.stream_idle_timeout = -1ms})),
              HasSubstr("transport.stream_idle_timeout"));
  EXPECT_THAT(complaint(OptionCheck().transport({.max_response_bytes = 0})),
              HasSubstr("transport.max_response_bytes"));
  EXPECT_THAT(complaint(OptionCheck().transport({.max_event_bytes = 0})),
              HasSubstr("transport.max_event_bytes"));
}

}  // namespace
}  // namespace anthropic::internal
