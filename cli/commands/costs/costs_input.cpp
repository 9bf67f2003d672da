#include "commands/costs/costs_input.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "errors/report_error.hpp"
#include "operations/costs/days.hpp"
#include "operations/time_text.hpp"

namespace anthropic::internal::cli {
namespace {

using operations::CostsBy;

constexpr std::string_view kTag = "tag:";
constexpr int kMonthsBefore = 5;

std::optional<CostsBy> by_named(std::string_view name) {
  constexpr std::pair<std::string_view, CostsBy> kNames[] = {
      {"", CostsBy::day_and_model}, {"day", CostsBy::day},     {"month", CostsBy::month},
      {"model", CostsBy::model},    {"profile", CostsBy::tag}, {"region", CostsBy::region},
      {"usage", CostsBy::usage},
  };
  const auto found = std::find_if(std::begin(kNames), std::end(kNames),
                                  [&](const auto& known) { return known.first == name; });
  if (found != std::end(kNames)) return found->second;
  if (name.starts_with(kTag) && name.size() > kTag.size()) return CostsBy::tag;
  return std::nullopt;
}

Result<sys_days> day_in(const char* option, const std::string& text, sys_days otherwise, SystemTime now) {
  if (text.empty()) return otherwise;
  const auto time = parse_time_text(text, now);
  if (!time) return usage_error(std::string(option) + ": " + time.error().message, time.error().hint);
  return day_of(*time);
}

}  // namespace

Result<operations::CostsInput> costs_input(const CostsOptions& options, SystemTime now) {
  const auto by = by_named(options.by);
  if (!by)
    return usage_error("--by " + options.by + " is not known",
                       "It is one of day, month, model, profile, tag:KEY, region, usage.");
  const sys_days today = day_of(now);
  const sys_days since_otherwise =
      *by == CostsBy::month ? first_of_month(today, -kMonthsBefore) : today - std::chrono::days(29);
  const auto since = day_in("--since", options.since, since_otherwise, now);
  if (!since) return since.error();
  const auto until = day_in("--until", options.until, today + std::chrono::days(1), now);
  if (!until) return until.error();
  if (*since >= *until)
    return usage_error("--until " + day_text(*until) + " is not after --since " + day_text(*since),
                       "--until is the first day that is not asked for.");
  operations::CostsInput input{
      .since = day_text(*since), .until = day_text(*until), .by = *by, .forecast = options.forecast};
  if (options.by.starts_with(kTag)) input.tag_key = options.by.substr(kTag.size());
  return input;
}

}  // namespace anthropic::internal::cli
