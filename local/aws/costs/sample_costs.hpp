#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/json.hpp>

#include "local/server/refusal.hpp"
#include "operations/costs/days.hpp"
#include "operations/costs/decimal.hpp"

// What the endpoint's account has cost: made up, the same for the same day, and said to be so by one of its services.

namespace anthropic::internal::local {

/// A line of the bill.
struct SampleCost {
  sys_days day = {};
  std::string_view service = {};
  std::string_view usage_type = {};
  std::string_view unit = {};
  std::string_view region = {};
  std::string_view team = {};  ///< The value of the tag "team"; empty if it has none.
  std::string_view billing_entity = {};
  std::string_view record_type = "Usage";
  Decimal amount = {};
  Decimal quantity = {};

  /// The value of a dimension, "SERVICE"; nothing for one that is not played.
  std::optional<std::string_view> dimension(std::string_view name) const;
};

/// The lines of these days, none of them after today. Of today there is but a part.
std::vector<SampleCost> sample_costs(sys_days since, sys_days until, SystemTime now);

/// Whether a line passes a filter of Cost Explorer or Budgets, which check_cost_filter() has let through.
bool passes(const SampleCost& cost, const Json& filter);
/// What a day costs of that, as the last two weeks have it: what forecasts are made of. Nothing if it has no costs
/// on each of their days.
std::optional<double> usual_day(const Json& filter, SystemTime now);
/// Refuses a filter that AWS would refuse, and one by what is not played.
std::optional<Refusal> check_cost_filter(const Json& filter, std::string_view code);

}  // namespace anthropic::internal::local
