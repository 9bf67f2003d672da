#include "base/time/time_format.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "base/text/text.hpp"

namespace anthropic::internal {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr std::string_view kMonthNames = "JanFebMarAprMayJunJulAugSepOctNovDec";
constexpr std::string_view kWeekdayNames = "SunMonTueWedThuFriSat";

constexpr std::string_view name_at(std::string_view names, std::size_t number) {
  return names.substr(number * 3, 3);
}

struct Civil {
  int year = 0;
  unsigned month = 0, day = 0, hour = 0, minute = 0, second = 0, weekday = 0;
};

Civil civil_of(SystemTime time) {
  const auto whole_seconds = std::chrono::floor<seconds>(time);
  const auto whole_days = std::chrono::floor<days>(whole_seconds);
  const std::chrono::year_month_day date(whole_days);
  const auto of_day = static_cast<unsigned>((whole_seconds - whole_days).count());
  return {static_cast<int>(date.year()),
          static_cast<unsigned>(date.month()),
          static_cast<unsigned>(date.day()),
          of_day / 3600,
          of_day / 60 % 60,
          of_day % 60,
          std::chrono::weekday(whole_days).c_encoding()};
}

/// Text of fixed width, filled in from left to right.
class Digits {
 public:
  explicit Digits(std::size_t size) : text_(size, '\0'), to_(text_.data()) {}

  Digits& number(unsigned value, int width) {
    for (int i = width; i-- > 0; value /= 10) to_[i] = static_cast<char>('0' + value % 10);
    to_ += width;
    return *this;
  }
  Digits& put(char c) { return *to_++ = c, *this; }
  Digits& put(std::string_view text) { return to_ = std::copy(text.begin(), text.end(), to_), *this; }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  char* to_;
};

/// Reads from left to right; once something did not fit, it stays failed.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  unsigned number(std::size_t width, unsigned least, unsigned most) {
    unsigned value = 0;
    for (std::size_t i = 0; i < width; ++i) {
      if (i >= rest_.size() || rest_[i] < '0' || rest_[i] > '9') return fail();
      value = value * 10 + static_cast<unsigned>(rest_[i] - '0');
    }
    rest_.remove_prefix(width);
    return value < least || value > most ? fail() : value;
  }
  void expect(std::string_view text) {
    if (!skip(text)) fail();
  }
  bool skip(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  /// Which of the three-letter names comes next.
  unsigned name(std::string_view names) {
    for (unsigned i = 0; i < names.size() / 3; ++i) {
      if (skip(name_at(names, i))) return i;
    }
    return fail();
  }
  /// Digits after a decimal point; those beyond nanoseconds are cut.
  nanoseconds fraction() {
    std::int64_t value = 0;
    std::size_t digits = 0;
    for (; !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; rest_.remove_prefix(1), ++digits) {
      if (digits < 9) value = value * 10 + (rest_[0] - '0');
    }
    if (digits == 0) fail();
    for (std::size_t i = digits; i < 9; ++i) value *= 10;
    return nanoseconds(value);
  }
  bool is_at_digit() const { return !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; }
  bool skip_blanks() {
    bool any = false;
    while (skip(" ")) any = true;
    return any;
  }
  /// "+01:00", "+0100", where `minutes_may_be_missing` "+01"; what to add to get to UTC.
  nanoseconds offset(bool minutes_may_be_missing) {
    const bool behind = skip("-");
    if (!behind) expect("+");
    nanoseconds zone = hours(number(2, 0, 23));
    if (skip(":") || is_at_digit() || !minutes_may_be_missing) zone += minutes(number(2, 0, 59));
    return behind ? zone : -zone;
  }
  bool finished() const { return ok_ && rest_.empty(); }

 private:
  unsigned fail() { return ok_ = false, rest_ = {}, 0; }

  std::string_view rest_;
  bool ok_ = true;
};

void read_time_of_day(Reader& reader, Civil& civil, std::string_view separator) {
  civil.hour = reader.number(2, 0, 23);
  reader.expect(separator);
  civil.minute = reader.number(2, 0, 59);
  reader.expect(separator);
  civil.second = reader.number(2, 0, 60);  // 60 is a leap second
}

// The clock counts nanoseconds and ends in 2262; "never" is often written as the year 9999.
constexpr std::chrono::sys_seconds earliest() {
  return std::chrono::ceil<seconds>(SystemTime::min() + hours(48));
}
constexpr std::chrono::sys_seconds latest() {
  return std::chrono::floor<seconds>(SystemTime::max() - hours(48));
}

std::optional<SystemTime> time_of(const Civil& civil, nanoseconds offset = {}) {
  const std::chrono::year_month_day date{std::chrono::year(civil.year), std::chrono::month(civil.month),
                                         std::chrono::day(civil.day)};
  if (!date.ok()) return std::nullopt;
  const std::chrono::sys_seconds time =
      std::chrono::sys_days(date) + hours(civil.hour) + minutes(civil.minute) + seconds(civil.second);
  return SystemTime(std::clamp(time, earliest(), latest())) +
         std::chrono::duration_cast<SystemTime::duration>(offset);
}

}  // namespace

std::string format_amz_date(SystemTime time) {
  const Civil civil = civil_of(time);
  return Digits(16)
      .number(static_cast<unsigned>(civil.year), 4)
      .number(civil.month, 2)
      .number(civil.day, 2)
      .put('T')
      .number(civil.hour, 2)
      .number(civil.minute, 2)
      .number(civil.second, 2)
      .put('Z')
      .take();
}

std::optional<SystemTime> parse_amz_date(std::string_view text) {
  Reader reader(text);
  Civil civil;
  civil.year = static_cast<int>(reader.number(4, 0, 9999));
  civil.month = reader.number(2, 1, 12);
  civil.day = reader.number(2, 1, 31);
  reader.expect("T");
  read_time_of_day(reader, civil, "");
  reader.expect("Z");
  if (!reader.finished()) return std::nullopt;
  return time_of(civil);
}

std::string format_iso8601(SystemTime time) {
  const Civil civil = civil_of(time);
  return Digits(20)
      .number(static_cast<unsigned>(civil.year), 4)
      .put('-')
      .number(civil.month, 2)
      .put('-')
      .number(civil.day, 2)
      .put('T')
      .number(civil.hour, 2)
      .put(':')
      .number(civil.minute, 2)
      .put(':')
      .number(civil.second, 2)
      .put('Z')
      .take();
}

std::optional<SystemTime> parse_iso8601(std::string_view text) {
  Reader reader(text);
  Civil civil;
  civil.year = static_cast<int>(reader.number(4, 0, 9999));
  reader.expect("-");
  civil.month = reader.number(2, 1, 12);
  reader.expect("-");
  civil.day = reader.number(2, 1, 31);
  reader.expect("T");
  read_time_of_day(reader, civil, ":");
  nanoseconds offset{};
  if (reader.skip(".")) offset += reader.fraction();
  // The AWS CLI's first token caches say UTC.
  if (!reader.skip("Z") && !reader.skip("UTC")) offset += reader.offset(false);
  if (!reader.finished()) return std::nullopt;
  return time_of(civil, offset);
}

std::optional<SystemTime> parse_expiration(std::string_view text) {
  Reader reader(trim(text));
  Civil civil;
  civil.year = static_cast<int>(reader.number(4, 1, 9999));
  const bool has_dashes = reader.skip("-");
  civil.month = reader.number(2, 1, 12);
  if (has_dashes) reader.expect("-");
  civil.day = reader.number(2, 1, 31);
  if (!reader.skip("t") && !reader.skip_blanks()) reader.expect("T");
  civil.hour = reader.number(2, 0, 23);
  const bool has_colons = reader.skip(":");
  civil.minute = reader.number(2, 0, 59);
  if (has_colons ? reader.skip(":") : reader.is_at_digit()) civil.second = reader.number(2, 0, 60);
  nanoseconds offset{};
  if (reader.skip(".") || reader.skip(",")) offset += reader.fraction();
  reader.skip_blanks();
  const bool is_utc = reader.skip("Z") || reader.skip("z") || reader.skip("UTC") || reader.skip("GMT");
  if (!is_utc) offset += reader.offset(true);
  if (!reader.finished()) return std::nullopt;
  return time_of(civil, offset);
}

std::string describe_time(SystemTime time) {
  constexpr auto margin = hours(24);  // an offset may have moved it back a little
  if (time <= earliest() + margin) return "before the year 1678";
  if (time >= latest() - margin) return "after the year 2261";
  return "at " + format_iso8601(time);
}

std::string format_http_date(SystemTime time) {
  const Civil civil = civil_of(time);
  return Digits(29)
      .put(name_at(kWeekdayNames, civil.weekday))
      .put(", ")
      .number(civil.day, 2)
      .put(' ')
      .put(name_at(kMonthNames, civil.month - 1))
      .put(' ')
      .number(static_cast<unsigned>(civil.year), 4)
      .put(' ')
      .number(civil.hour, 2)
      .put(':')
      .number(civil.minute, 2)
      .put(':')
      .number(civil.second, 2)
      .put(" GMT")
      .take();
}

std::string readable(std::chrono::milliseconds time) {
  const auto count = time.count();
  if (count % 1000 == 0) return std::to_string(count / 1000) + " s";
  return std::to_string(count) + " ms";
}

std::optional<SystemTime> parse_http_date(std::string_view text) {
  Reader reader(text);
  Civil civil;
  civil.weekday = reader.name(kWeekdayNames);
  reader.expect(", ");
  civil.day = reader.number(2, 1, 31);
  reader.expect(" ");
  civil.month = reader.name(kMonthNames) + 1;
  reader.expect(" ");
  civil.year = static_cast<int>(reader.number(4, 0, 9999));
  reader.expect(" ");
  read_time_of_day(reader, civil, ":");
  reader.expect(" GMT");
  if (!reader.finished()) return std::nullopt;
  return time_of(civil);
}

}  // namespace anthropic::internal
