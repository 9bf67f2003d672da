#include "operations/time_text.hpp"

#include <gmock/gmock.h>

#include "base/time/time_format.hpp"

namespace anthropic::internal {
namespace {

const SystemTime kNow = *parse_iso8601("2026-11-29T12:30:00Z");

std::string read(std::string_view text) {
  const auto time = parse_time_text(text, kNow);
  return time ? format_iso8601(*time) : time.error().message;
}

TEST(TimeTextTest, SaysHowLongAgo) {
  EXPECT_EQ(read("45m"), "2026-11-29T11:45:00Z");
  EXPECT_EQ(read("6h"), "2026-11-29T06:30:00Z");
  EXPECT_EQ(read("7d"), "2026-11-22T12:30:00Z");
  EXPECT_EQ(read("2w"), "2026-11-15T12:30:00Z");
  EXPECT_EQ(read("0m"), "2026-11-29T12:30:00Z");
}

TEST(TimeTextTest, NamesADayOrATime) {
  EXPECT_EQ(read("2026-11-01"), "2026-11-01T00:00:00Z");
  EXPECT_EQ(read("2026-11-01T08:00:00Z"), "2026-11-01T08:00:00Z");
  EXPECT_EQ(read("2026-11-01T08:00:00+02:00"), "2026-11-01T06:00:00Z");
}

TEST(TimeTextTest, RefusesTheRestAndSaysWhatToWrite) {
  for (const std::string_view text : {"", "d", "7", "7x", "-7d", "7.5d", "2026-11", "2026-13-01", "yesterday",
                                      "99999999999999999999d", "10001w"}) {
    const auto time = parse_time_text(text, kNow);
    ASSERT_FALSE(time) << text;
    EXPECT_THAT(time.error().hint, ::testing::HasSubstr("7d, 2w")) << text;
  }
}

}  // namespace
}  // namespace anthropic::internal
