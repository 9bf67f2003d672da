#include "aws/signing/clock_skew.hpp"

#include <gtest/gtest.h>

#include "base/time/time_format.hpp"

namespace anthropic::internal::aws {
namespace {

using namespace std::chrono_literals;

const SystemTime kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + 12h;

std::string date(SystemTime time) {
  return format_http_date(time);
}

Error refused(std::string code, std::string message = "m") {
  return {.status = 403, .code = std::move(code), .message = std::move(message)};
}

TEST(ClockSkew, CorrectsByTheServersDateOnceAndNotAgain) {
  ClockSkew skew;
  EXPECT_TRUE(skew.learn(refused("InvalidSignatureException"), date(kNow + 10min), kNow));
  EXPECT_EQ(skew.offset(), 600s);
  EXPECT_EQ(skew.offset(), 10min);
  EXPECT_FALSE(skew.learn(refused("InvalidSignatureException"), date(kNow + 10min + 2s), kNow + 3s));
  EXPECT_EQ(skew.offset(), 600s);
}

TEST(ClockSkew, WorksBackwardsAndRecoversWhenTheClockIsSet) {
  ClockSkew skew;
  EXPECT_TRUE(skew.learn(refused("RequestTimeTooSkewed"), date(kNow - 2h), kNow));
  EXPECT_EQ(skew.offset(), -7200s);
  EXPECT_TRUE(skew.learn(refused("SignatureDoesNotMatch"), date(kNow), kNow));
  EXPECT_EQ(skew.offset(), 0s);
}

TEST(ClockSkew, NeverSwings) {
  ClockSkew skew;
  int signed_anew = 0;
  for (int i = 0; i < 100; ++i) {
    const SystemTime now = kNow + i * 1s;
    if (skew.learn(refused("RequestTimeTooSkewed"), date(now + 3h), now)) ++signed_anew;
  }
  EXPECT_EQ(signed_anew, 1);
  EXPECT_EQ(skew.offset(), 3h);
}

TEST(ClockSkew, AWrongSignatureWithARightTimeIsNotWorthAnotherAttempt) {
  ClockSkew skew;
  EXPECT_FALSE(skew.learn(refused("SignatureDoesNotMatch"), date(kNow + 3min), kNow));
  EXPECT_EQ(skew.offset(), 0s);
  EXPECT_TRUE(skew.learn(refused("RequestExpired"), date(kNow + 3min), kNow));
  EXPECT_EQ(skew.offset(), 180s);
}

TEST(ClockSkew, BelievesATextThatOnlySpeaksOfTheTime) {
  for (const char* text : {"Signature expired: 20261122T110000Z is now earlier than 20261122T115500Z",
                           "Signature not yet current: 20261122T130000Z is still later"}) {
    for (const char* code : {"", "AccessDeniedException"}) {
      ClockSkew skew;
      EXPECT_TRUE(skew.learn(refused(code, text), date(kNow + 1h), kNow)) << text;
      EXPECT_FALSE(skew.learn(refused(code, text), date(kNow + 1h), kNow)) << text;
    }
    ClockSkew skew;
    EXPECT_FALSE(skew.learn(refused("", text), date(kNow + 3min), kNow));
    EXPECT_FALSE(skew.learn({.status = 500, .message = text}, date(kNow + 1h), kNow));
  }
}

TEST(ClockSkew, IgnoresOtherCodesAndDatesThatAreNone) {
  ClockSkew skew;
  EXPECT_FALSE(skew.learn(refused("AccessDeniedException"), date(kNow + 1h), kNow));
  EXPECT_FALSE(skew.learn(refused("RequestTimeTooSkewed"), "", kNow));
  EXPECT_FALSE(skew.learn(refused("RequestTimeTooSkewed"), "yesterday", kNow));
  EXPECT_FALSE(skew.learn(refused("RequestTimeTooSkewed"), "Thu, 01 Jan 1970 00:00:00 GMT", kNow));
  EXPECT_EQ(skew.offset(), 0s);
}

TEST(ClockSkew, ARequestSignedBeforeAnotherThreadLearntIsWorthSigningAnew) {
  ClockSkew skew;
  EXPECT_TRUE(skew.learn(refused("RequestTimeTooSkewed"), date(kNow + 1h), kNow, 0s));
  EXPECT_TRUE(skew.learn(refused("RequestTimeTooSkewed"), date(kNow + 1h), kNow, 0s));
  EXPECT_FALSE(skew.learn(refused("RequestTimeTooSkewed"), date(kNow + 1h), kNow, 3600s));
}

}  // namespace
}  // namespace anthropic::internal::aws
