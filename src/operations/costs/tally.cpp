#include "operations/costs/tally.hpp"

#include <algorithm>

#include "operations/costs/usage_words.hpp"

namespace anthropic::internal {
namespace {

using operations::CostsBy;
using operations::UsageClass;

constexpr std::size_t kLengthOfMonth = 7;  // "2026-11"
constexpr std::size_t kLongestComparison = 7;

/// So many powers of ten of tokens; empty if a unit does not say.
std::optional<int> tokens_in(std::string_view unit) {
  if (!has_word(unit, {"token"})) return std::nullopt;
  if (has_word(unit, {"million", "1m ", "mtok"})) return 6;
  return has_word(unit, {"thousand", "1k "}) ? 3 : 0;
}

/// "search" of "team$search", as Cost Explorer writes the value of a tag.
std::string value_of_tag(const std::string& key) {
  const std::size_t dollar = key.find('$');
  return dollar == std::string::npos ? key : key.substr(dollar + 1);
}

/// The end of what a row's time stands for; that of a row without one does not matter.
bool is_whole_time(const std::string& time, SystemTime now) {
  if (time.empty()) return true;
  if (time.size() == kLengthOfMonth) {
    const auto first = parse_day(time + "-01");
    return !first || is_whole(first_of_month(*first, 1), now);
  }
  const auto day = parse_day(time);
  return !day || is_whole(*day + std::chrono::days(1), now);
}

std::optional<operations::CostsComparison> comparison_of(const std::vector<operations::DayOfCosts>& days) {
  const auto end = std::find_if(days.begin(), days.end(), [](const auto& day) { return !day.is_whole; });
  const std::size_t whole = static_cast<std::size_t>(end - days.begin());
  const std::size_t length = std::min(whole / 2, kLongestComparison);
  if (length == 0) return std::nullopt;
  Decimal before;
  Decimal after;
  for (std::size_t i = whole - length; i < whole; ++i) {
    before += Decimal::of(days[i - length].amount);
    after += Decimal::of(days[i].amount);
  }
  return operations::CostsComparison{
      .days = static_cast<int>(length), .before = before.text(), .after = after.text()};
}

}  // namespace

UsageClass CostsTally::class_of(const std::string& usage_type) {
  const auto known = classes_.find(usage_type);
  if (known != classes_.end()) return known->second;
  return classes_[usage_type] = operations::classify_usage_type(usage_type);
}

std::string CostsTally::name_of(const aws::CostGroup& group, UsageClass usage) const {
  const std::string& first = group.keys.front();
  switch (input_.by) {
    case CostsBy::day:
    case CostsBy::month:
      return {};
    case CostsBy::usage:
      return std::string(to_string(usage));
    case CostsBy::region:
      return first;
    case CostsBy::tag: {
      std::string value = value_of_tag(first);
      const auto named = input_.tag_names.find(value);
      return named == input_.tag_names.end() ? value : named->second;
    }
    default:
      return std::string(operations::model_of_service(first));
  }
}

void CostsTally::add(const aws::CostResultByTime& result, const aws::CostGroup& group) {
  if (group.keys.empty()) return;
  const std::string& start = result.time_period.start;
  std::string time;
  if (input_.by == CostsBy::day || input_.by == CostsBy::day_and_model) time = start;
  if (input_.by == CostsBy::month) time = start.substr(0, kLengthOfMonth);
  const UsageClass usage = class_of(group.keys.back());
  Sum& sum = sums_[{std::move(time), name_of(group, usage)}];
  if (const auto cost = group.metrics.find("UnblendedCost"); cost != group.metrics.end()) {
    const Decimal amount = Decimal::of(cost->second.amount);
    sum.amount += amount;
    days_[start] += amount;
    total_ += amount;
    if (currency_.empty()) currency_ = cost->second.unit;
  }
  const auto quantity = group.metrics.find("UsageQuantity");
  if (quantity == group.metrics.end()) return;
  auto& units = sum.usage[usage];
  if (const auto tokens = tokens_in(quantity->second.unit)) {
    units["tokens"] += Decimal::of(quantity->second.amount).times_ten(*tokens);
  } else {
    units[quantity->second.unit] += Decimal::of(quantity->second.amount);
  }
}

std::vector<operations::DayOfCosts> CostsTally::days(SystemTime now) const {
  std::vector<operations::DayOfCosts> days;
  const auto since = parse_day(input_.since);
  const auto until = parse_day(input_.until);
  if (input_.by == CostsBy::month || !since || !until) return days;
  for (sys_days day = *since; day < *until; day += std::chrono::days(1)) {
    const auto found = days_.find(day_text(day));
    days.push_back({.day = day_text(day),
                    .amount = (found == days_.end() ? Decimal() : found->second).text(),
                    .is_whole = is_whole(day + std::chrono::days(1), now)});
  }
  return days;
}

operations::CostsOutput CostsTally::output(SystemTime now) const {
  struct Entry {
    const std::pair<std::string, std::string>* key;
    const Sum* sum;
  };
  std::vector<Entry> entries;
  entries.reserve(sums_.size());
  for (const auto& [key, sum] : sums_) entries.push_back({&key, &sum});
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    if (a.key->first != b.key->first) return a.key->first < b.key->first;
    return a.sum->amount > b.sum->amount;
  });
  operations::CostsOutput output{.days = days(now), .total = total_.text(), .currency = currency_};
  output.comparison = comparison_of(output.days);
  for (const auto& [key, sum] : entries) {
    operations::CostRow row{.time = key->first,
                            .name = key->second,
                            .amount = sum->amount.text(),
                            .is_whole = is_whole_time(key->first, now)};
    for (const auto& [usage, units] : sum->usage) {
      for (const auto& [unit, quantity] : units) row.usage[usage][unit] = quantity.text();
    }
    output.rows.push_back(std::move(row));
  }
  return output;
}

}  // namespace anthropic::internal
