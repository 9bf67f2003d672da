#include "base/time/time_format.hpp"

#include <gtest/gtest.h>
#include <vector>

namespace anthropic::internal {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

SystemTime at(long long epoch_seconds) {
  return SystemTime(seconds(epoch_seconds));
}

struct Known {
  long long epoch_seconds;
  const char *amz, *iso8601, *http;
};

const std::vector<Known> kKnownTimes = {
    {0, "19700101T000000Z", "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT"},
    {-1, "19691231T235959Z", "1969-12-31T23:59:59Z", "Wed, 31 Dec 1969 23:59:59 GMT"},
    {784111777, "19941106T084937Z", "1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37 GMT"},
    {951782399, "20000228T235959Z", "2000-02-28T23:59:59Z", "Mon, 28 Feb 2000 23:59:59 GMT"},
    {951868799, "20000229T235959Z", "2000-02-29T23:59:59Z", "Tue, 29 Feb 2000 23:59:59 GMT"},
    {1440938160, "20150830T123600Z", "2015-08-30T12:36:00Z", "Sun, 30 Aug 2015 12:36:00 GMT"},
    {1795348800, "20261122T120000Z", "2026-11-22T12:00:00Z", "Sun, 22 Nov 2026 12:00:00 GMT"},
    {4107542400, "21000301T000000Z", "2100-03-01T00:00:00Z", "Mon, 01 Mar 2100 00:00:00 GMT"},
};

TEST(TimeFormat, WritesAndReadsKnownTimes) {
  for (const Known& known : kKnownTimes) {
    const SystemTime time = at(known.epoch_seconds);
    EXPECT_EQ(format_amz_date(time), known.amz);
    EXPECT_EQ(format_iso8601(time), known.iso8601);
    EXPECT_EQ(format_http_date(time), known.http);
    EXPECT_EQ(parse_amz_date(known.amz), time);
    EXPECT_EQ(parse_iso8601(known.iso8601), time);
    EXPECT_EQ(parse_http_date(known.http), time);
  }
}

TEST(TimeFormat, CutsFractionsDownwards) {
  EXPECT_EQ(format_iso8601(at(10) + milliseconds(999)), "1970-01-01T00:00:10Z");
  EXPECT_EQ(format_iso8601(at(0) - milliseconds(1)), "1969-12-31T23:59:59Z");
}

TEST(TimeFormat, ReadsFractionsAndOffsets) {
  const SystemTime noon = at(1795348800);
  EXPECT_EQ(parse_iso8601("2026-11-22T12:00:00.5Z"), noon + milliseconds(500));
  EXPECT_EQ(parse_iso8601("2026-11-22T12:00:00.123456789123Z"), noon + nanoseconds(123456789));
  EXPECT_EQ(parse_iso8601("2026-11-22T12:00:00.000Z"), noon);
  EXPECT_EQ(parse_iso8601("2026-11-22T13:30:00+01:30"), noon);
  EXPECT_EQ(parse_iso8601("2026-11-22T04:00:00-0800"), noon);
  EXPECT_EQ(parse_iso8601("2026-11-22T04:00:00.25-08:00"), noon + milliseconds(250));
  EXPECT_EQ(parse_iso8601("2026-11-22T12:00:00UTC"), noon);
  EXPECT_EQ(parse_iso8601("2016-12-31T23:59:60Z"), parse_iso8601("2017-01-01T00:00:00Z"));
}

TEST(TimeFormat, RefusesMalformedTimes) {
  for (const char* wrong :
       {"", "2026", "2026-11-22", "2026-11-22T12:00:00", "2026-11-22 12:00:00Z", "2026-11-22T12:00:00.Z",
        "2026-13-22T12:00:00Z", "2026-00-22T12:00:00Z", "2026-02-29T12:00:00Z", "2026-11-31T12:00:00Z",
        "2026-11-22T24:00:00Z", "2026-11-22T12:60:00Z", "2026-11-22T12:00:61Z", "2026-11-22T12:00:00Zx",
        "2026-11-22T12:00:00+1", "2026-11-22T12:00:00+25:00", "+026-11-22T12:00:00Z",
        "2026-1-22T12:00:00Z"}) {
    EXPECT_FALSE(parse_iso8601(wrong)) << wrong;
  }
  for (const char* wrong :
       {"", "20261122", "20261122T120000", "2026112T1200000Z", "20261122T120000Z ", "20261122t120000Z",
        "20261322T120000Z", "20260230T120000Z", "2026-11-22T12:00:00Z"}) {
    EXPECT_FALSE(parse_amz_date(wrong)) << wrong;
  }
  for (const char* wrong :
       {"", "Sun, 22 Nov 2026 12:00:00", "Sun, 22 Nov 2026 12:00:00 UTC", "Son, 22 Nov 2026 12:00:00 GMT",
        "Sun, 22 Nvo 2026 12:00:00 GMT", "Sun, 2 Nov 2026 12:00:00 GMT", "Sun, 31 Nov 2026 12:00:00 GMT",
        "Sun 22 Nov 2026 12:00:00 GMT", "Sunday, 22-Nov-26 12:00:00 GMT", "Sun Nov 22 12:00:00 2026"}) {
    EXPECT_FALSE(parse_http_date(wrong)) << wrong;
  }
}

TEST(TimeFormat, ReadsExpirationsInEveryFormThatTheAwsCliTakes) {
  const SystemTime time = at(1776898562);  // 2026-04-22T22:56:02Z
  for (const char* text :
       {"2026-04-22T22:56:02Z", "2026-04-22 22:56:02+00:00", "2026-04-22T23:56:02+01", "2026-04-22t22:56:02z",
        "20260422T225602Z", "2026-04-22 22:56:02 UTC", "2026-04-22T22:56:02 Z", "2026-04-22  22:56:02Z",
        "2026-04-22T22:56:02GMT", "2026-04-23T00:26:02+0130", "2026-04-23T00:26:02 +01:30",
        "2026-04-22T22:56:02-00:00", " 2026-04-22T22:56:02Z\n", "2026-04-22T22:56:02UTC"}) {
    EXPECT_EQ(parse_expiration(text), time) << text;
  }
  EXPECT_EQ(parse_expiration("2026-04-22T22:56Z"), time - seconds(2));
  EXPECT_EQ(parse_expiration("20260422T2256Z"), time - seconds(2));
  EXPECT_EQ(parse_expiration("2026-04-22T22:56:02.123456789Z"), time + nanoseconds(123456789));
  EXPECT_EQ(parse_expiration("2026-04-22T22:56:02,5+00"), time + milliseconds(500));
}

TEST(TimeFormat, AnExpirationMustBeWholeAndHaveItsZone) {
  for (const char* wrong :
       {"", "2026-04-22", "2026-04-22T22:56:02", "2026-04-22 22:56", "2026-04-22T22Z", "2026-0422T22:56:02Z",
        "2026-04-22T22:56:02+1", "2026-04-22T22:56:02+01:", "2026-04-22T22:56:02Zx", "1776898562",
        "2026-04-22T22:56:02.Z", "2026-04-22T2256:02Z", "2026-02-29T22:56:02Z", "0000-01-01T00:00:00Z",
        "2026-04-22T22:56:02+25", "tomorrow", "2026-04-22T22:56:02Z2026-04-22T22:56:02Z"}) {
    EXPECT_EQ(parse_expiration(wrong), std::nullopt) << wrong;
  }
}

TEST(TimeFormat, DescribesWhatTheClockCannotHold) {
  EXPECT_EQ(describe_time(at(1776898562)), "at 2026-04-22T22:56:02Z");
  for (const char* text :
       {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59", "1600-01-01T00:00:00-23:59"}) {
    EXPECT_EQ(describe_time(parse_expiration(text).value()), "before the year 1678") << text;
  }
  EXPECT_EQ(describe_time(parse_expiration("9999-12-31T23:59:59Z").value()), "after the year 2261");
}

TEST(TimeFormat, FarAwayTimesStayComparable) {
  const auto never = parse_iso8601("9999-12-31T23:59:59Z");
  ASSERT_TRUE(never);
  EXPECT_GT(*never, at(9'000'000'000));
  const auto first = parse_iso8601("0001-01-01T00:00:00+23:59");
  ASSERT_TRUE(first);
  EXPECT_LT(*first, at(-9'000'000'000));
}

}  // namespace
}  // namespace anthropic::internal
