#include <algorithm>
#include <functional>

#include <anthropic/operations/costs.hpp>

#include "aws/services/pager.hpp"
#include "base/errors.hpp"
#include "operations/costs/tally.hpp"

namespace anthropic::internal {
namespace {

using operations::CostsBy;
using operations::CostsInput;

constexpr std::size_t kMostFilterValues = 100;

Result<void> check_costs_input(const CostsInput& input) {
  const auto since = parse_day(input.since);
  const auto until = parse_day(input.until);
  if (!since || !until)
    return bad_request_error("costs are asked for from a day until another", "Write days as 2026-11-01.");
  if (*since >= *until)
    return bad_request_error("the costs would end (" + input.until + ", exclusive) before they begin (" +
                             input.since + ")");
  if (input.by == CostsBy::tag && input.tag_key.empty()) return bad_request_error("no tag is named");
  return {};
}

/// Gets page after page, and counts them.
template <class Input, class GetPage>
Result<void> each_page(std::string_view operation, Input input, int& requests, const GetPage& get_page) {
  for (;;) {
    ++requests;
    const auto page = get_page(input);
    if (!page) return page.error();
    const auto more = aws::turn_page(operation, page->next_page_token, input.next_page_token);
    if (!more) return more.error();
    if (!*more) return {};
  }
}

aws::CostExpression one_of(std::string key, StringList values) {
  return {.dimensions = aws::CostExpressionValues{.key = std::move(key), .values = std::move(values)}};
}

aws::CostExpression usage_of(const std::vector<std::string>& services) {
  return {.and_ = {one_of("SERVICE", services), one_of("RECORD_TYPE", {"Usage"})}};
}

aws::CostGroupDefinition group_of(const CostsInput& input) {
  if (input.by == CostsBy::region) return {"DIMENSION", "REGION"};
  if (input.by == CostsBy::tag) return {"TAG", input.tag_key};
  return {"DIMENSION", "SERVICE"};
}

Result<std::vector<std::string>> find_services(const aws::CostExplorer& costs,
                                               const aws::DateInterval& period,
                                               const aws::CallOptions& options, int& requests) {
  std::vector<std::string> services;
  const auto get_page = [&](const aws::GetDimensionValuesInput& input) {
    auto page = costs.get_dimension_values(input, options);
    if (!page) return page;
    for (const aws::CostDimensionValue& service : page->dimension_values) {
      if (operations::is_bedrock_service(service.value)) services.push_back(service.value);
    }
    return page;
  };
  const aws::GetDimensionValuesInput first{.time_period = period, .dimension = "SERVICE"};
  const auto found = each_page("GetDimensionValues", first, requests, get_page);
  if (!found) return found.error();
  // Claude's first: where there are more than a filter takes, others are left out.
  std::stable_partition(services.begin(), services.end(),
                        [](const std::string& service) { return icontains(service, "claude"); });
  if (services.size() > kMostFilterValues) services.resize(kMostFilterValues);
  return services;
}

/// From today on, since AWS takes no earlier day; until the end of the next month, so that it is never empty.
aws::DateInterval forecast_period(SystemTime now) {
  const sys_days today = day_of(now);
  return {.start = day_text(today), .end = day_text(first_of_month(today, 2))};
}

}  // namespace
}  // namespace anthropic::internal

namespace anthropic::inline v0::operations {

using namespace internal;

Result<CostsOutput> read_costs(const aws::CostExplorer& costs, const CostsInput& input,
                               std::chrono::system_clock::time_point now, const aws::CallOptions& options) {
  if (auto checked = check_costs_input(input); !checked) return checked.error();
  const aws::DateInterval period{input.since, input.until};
  int requests = 0;
  auto services = find_services(costs, period, options, requests);
  if (!services) return services.error();
  CostsTally tally(input);
  const auto filter = services->empty() ? std::nullopt : std::optional(usage_of(*services));
  if (filter) {
    const aws::GetCostAndUsageInput first{.time_period = period,
                                          .granularity = input.by == CostsBy::month ? "MONTHLY" : "DAILY",
                                          .metrics = {"UnblendedCost", "UsageQuantity"},
                                          .group_by = {group_of(input), {"DIMENSION", "USAGE_TYPE"}},
                                          .filter = filter};
    const auto add = std::bind_front(&CostsTally::add, &tally);
    const auto get_page = [&](const aws::GetCostAndUsageInput& page) {
      return costs.visit_cost_and_usage(page, add, options);
    };
    const auto read = each_page("GetCostAndUsage", first, requests, get_page);
    if (!read) return read.error();
  }
  CostsOutput output = tally.output(now);
  output.services = *std::move(services);
  if (filter && input.forecast) {
    ++requests;
    auto forecast = costs.get_cost_forecast({.time_period = forecast_period(now), .filter = filter}, options);
    if (!forecast && forecast.error().code != "DataUnavailableException") return forecast.error();
    if (forecast) {
      output.forecast = *std::move(forecast);
    } else {
      output.no_forecast = forecast.error();
    }
  }
  const bool is_untagged = std::all_of(output.rows.begin(), output.rows.end(),
                                       [](const CostRow& row) { return row.name.empty(); });
  if (filter && input.by == CostsBy::tag && is_untagged) {
    const auto get_page = [&](const aws::GetTagsInput& page_input) {
      auto page = costs.get_tags(page_input, options);
      if (page) output.known_tags.insert(output.known_tags.end(), page->tags.begin(), page->tags.end());
      return page;
    };
    const aws::GetTagsInput first{.time_period = period, .filter = filter};
    const auto read = each_page("GetTags", first, requests, get_page);
    if (!read) return read.error();
  }
  output.requests = requests;
  return output;
}

}  // namespace anthropic::inline v0::operations
