#include "local/aws/iam/condition_operators.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <functional>

#include "base/text/glob.hpp"
#include "base/text/text.hpp"
#include "base/time/time_format.hpp"

namespace anthropic::internal::local {
namespace {

bool equal(const std::string& wanted, const std::string& value) {
  return wanted == value;
}

bool equal_ignoring_case(const std::string& wanted, const std::string& value) {
  return iequals(wanted, value);
}

bool like(const std::string& wanted, const std::string& value) {
  return glob_matches(wanted, value);
}

bool arn_like(const std::string& wanted, const std::string& value) {
  return matches_arn(wanted, value);
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Seconds since 1970, or ISO 8601.
std::optional<double> date(const std::string& text) {
  if (const auto seconds = number(text)) return seconds;
  const auto time = parse_iso8601(text);
  if (!time) return std::nullopt;
  return std::chrono::duration<double>(time->time_since_epoch()).count();
}

template <auto read, class Compare>
bool compare(const std::string& wanted, const std::string& value) {
  const auto limit = read(wanted);
  const auto given = read(value);
  return limit && given && Compare()(*given, *limit);
}

using Address = std::array<std::uint8_t, 16>;

// An IPv4 address as IPv6 maps it; `bits` of the network are those of the long form.
std::optional<Address> address(std::string_view text, int& bits) {
  constexpr int kV4Offset = 96;
  Address bytes{};
  const std::string terminated(text);
  bits = 128;
  if (inet_pton(AF_INET6, terminated.c_str(), bytes.data()) == 1) return bytes;
  bits = kV4Offset;
  bytes[10] = bytes[11] = 0xFF;
  if (inet_pton(AF_INET, terminated.c_str(), bytes.data() + kV4Offset / 8) == 1) return bytes;
  return std::nullopt;
}

bool in_network(const std::string& wanted, const std::string& value) {
  constexpr int kAllBits = 128;
  const std::size_t slash = wanted.find('/');
  int offset = 0;
  int unused = 0;
  const auto network = address(std::string_view(wanted).substr(0, slash), offset);
  const auto given = address(value, unused);
  if (!network || !given) return false;
  int bits = kAllBits;
  if (slash != std::string::npos) {
    const auto prefix = parse_integer(std::string_view(wanted).substr(slash + 1));
    if (!prefix) return false;
    bits = static_cast<int>(*prefix) + (offset == kAllBits ? 0 : offset);
  }
  for (int bit = 0; bit < std::min(bits, kAllBits); ++bit) {
    const auto at = static_cast<std::size_t>(bit / 8);
    const int mask = 0x80 >> (bit % 8);
    if (((*network)[at] & mask) != ((*given)[at] & mask)) return false;
  }
  return true;
}

struct NamedOperator {
  std::string_view name;
  ConditionOperator::Matches matches;
  bool is_negated = false;
};

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
constexpr NamedOperator kOperators[] = {
    {"StringEquals", equal},
    {"StringNotEquals", equal, true},
    {"StringEqualsIgnoreCase", equal_ignoring_case},
    {"StringNotEqualsIgnoreCase", equal_ignoring_case, true},
    {"StringLike", like},
    {"StringNotLike", like, true},
    {"ArnEquals", arn_like},
    {"ArnLike", arn_like},
    {"ArnNotEquals", arn_like, true},
    {"ArnNotLike", arn_like, true},
    {"Bool", equal_ignoring_case},
    {"BinaryEquals", equal},
    {"NumericEquals", compare<number, std::equal_to<>>},
    {"NumericNotEquals", compare<number, std::equal_to<>>, true},
    {"NumericLessThan", compare<number, std::less<>>},
    {"NumericLessThanEquals", compare<number, std::less_equal<>>},
    {"NumericGreaterThan", compare<number, std::greater<>>},
    {"NumericGreaterThanEquals", compare<number, std::greater_equal<>>},
    {"DateEquals", compare<date, std::equal_to<>>},
    {"DateNotEquals", compare<date, std::equal_to<>>, true},
    {"DateLessThan", compare<date, std::less<>>},
    {"DateLessThanEquals", compare<date, std::less_equal<>>},
    {"DateGreaterThan", compare<date, std::greater<>>},
    {"DateGreaterThanEquals", compare<date, std::greater_equal<>>},
    {"IpAddress", in_network},
    {"NotIpAddress", in_network, true},
    {"Null", nullptr},
};

}  // namespace

bool matches_arn(std::string_view pattern, std::string_view arn) {
  constexpr int kParts = 6;
  for (int part = 1; part < kParts; ++part) {
    const std::size_t pattern_end = pattern.find(':');
    const std::size_t arn_end = arn.find(':');
    if (pattern_end == std::string_view::npos || arn_end == std::string_view::npos) return false;
    if (!glob_matches(pattern.substr(0, pattern_end), arn.substr(0, arn_end))) return false;
    pattern.remove_prefix(pattern_end + 1);
    arn.remove_prefix(arn_end + 1);
  }
  return glob_matches(pattern, arn);
}

bool ConditionOperator::holds(const std::vector<std::string>* values,
                              const std::vector<std::string>& wanted) const {
  if (!matches) {
    const bool is_absent = values == nullptr;
    return std::any_of(wanted.begin(), wanted.end(),
                       [&](const std::string& text) { return iequals(text, "true") == is_absent; });
  }
  if (!values) {
    if (if_exists || set == Set::all_values) return true;
    return set == Set::any_value ? false : is_negated;
  }
  const auto fits = [&](const std::string& value) {
    const bool is_wanted = std::any_of(wanted.begin(), wanted.end(),
                                       [&](const std::string& one) { return matches(one, value); });
    return is_wanted != is_negated;
  };
  if (set == Set::any_value) return std::any_of(values->begin(), values->end(), fits);
  return std::all_of(values->begin(), values->end(), fits);
}

std::optional<ConditionOperator> find_operator(std::string_view name) {
  constexpr std::string_view kAny = "ForAnyValue:";
  constexpr std::string_view kAll = "ForAllValues:";
  constexpr std::string_view kIfExists = "IfExists";
  ConditionOperator found;
  if (name.starts_with(kAny)) found.set = ConditionOperator::Set::any_value;
  if (name.starts_with(kAll)) found.set = ConditionOperator::Set::all_values;
  if (found.set != ConditionOperator::Set::none) name.remove_prefix(name.find(':') + 1);
  if (name.ends_with(kIfExists)) {
    found.if_exists = true;
    name.remove_suffix(kIfExists.size());
  }
  for (const NamedOperator& known : kOperators) {
    if (known.name != name) continue;
    if (!known.matches && found.if_exists) return std::nullopt;
    found.matches = known.matches;
    found.is_negated = known.is_negated;
    return found;
  }
  return std::nullopt;
}

}  // namespace anthropic::internal::local
