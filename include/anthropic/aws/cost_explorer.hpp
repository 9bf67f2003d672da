#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <anthropic/aws/cost_expression.hpp>
#include <anthropic/aws/session.hpp>
#include <anthropic/page.hpp>
#include <anthropic/string_list.hpp>

namespace anthropic::internal::aws {
class ServiceClient;
}

namespace anthropic::inline v0::aws {

/// Days, "2026-11-01", or hours, "2026-11-01T00:00:00Z".
struct DateInterval {
  std::string start = {};
  std::string end = {};  ///< Exclusive.
};

/// What costs are grouped by: {"DIMENSION", "USAGE_TYPE"}.
struct CostGroupDefinition {
  std::string type = {};  ///< "DIMENSION", "TAG" or "COST_CATEGORY"
  std::string key = {};
};

/// An amount as AWS wrote it: decimal text with every digit. Do not convert it to double.
struct CostMetricValue {
  std::string amount = {};
  std::string unit = {};  ///< "USD"
};

/// https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsage.html
struct GetCostAndUsageInput {
  DateInterval time_period = {};
  std::string granularity = "DAILY";               ///< "DAILY", "MONTHLY" or "HOURLY"
  StringList metrics = {};                         ///< "UnblendedCost", "UsageQuantity" …
  std::vector<CostGroupDefinition> group_by = {};  ///< At most two.
  std::optional<CostExpression> filter = {};
  std::optional<std::string> billing_view_arn = {};
  std::optional<std::string> next_page_token = {};
};

struct CostGroup {
  std::vector<std::string> keys = {};
  std::map<std::string, CostMetricValue> metrics = {};
};

struct CostResultByTime {
  DateInterval time_period = {};
  std::map<std::string, CostMetricValue> total = {};  ///< Empty if the costs are grouped.
  std::vector<CostGroup> groups = {};
  bool estimated = false;  ///< The bill for this period is not final.
};

struct GetCostAndUsageOutput {
  std::vector<CostGroupDefinition> group_definitions = {};
  std::vector<CostResultByTime> results_by_time = {};
  std::optional<std::string> next_page_token = {};  ///< Absent: this was the last page.
};

/// https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostForecast.html
struct GetCostForecastInput {
  DateInterval time_period = {};          ///< From today on.
  std::string metric = "UNBLENDED_COST";  ///< In capitals, unlike GetCostAndUsage's.
  std::string granularity = "MONTHLY";    ///< "DAILY" or "MONTHLY"
  std::optional<CostExpression> filter = {};
  std::optional<std::string> billing_view_arn = {};
  std::optional<int> prediction_interval_level = {};  ///< Percent: 51 to 99.
};

/// Decimal text, as CostMetricValue.
struct CostForecastResult {
  DateInterval time_period = {};
  std::string mean_value = {};
  std::optional<std::string> prediction_interval_lower_bound = {};
  std::optional<std::string> prediction_interval_upper_bound = {};
};

struct GetCostForecastOutput {
  CostMetricValue total = {};
  std::vector<CostForecastResult> forecast_results_by_time = {};
};

/// https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetDimensionValues.html
struct GetDimensionValuesInput {
  DateInterval time_period = {};
  std::string dimension = "SERVICE";              ///< "USAGE_TYPE", "REGION", "RECORD_TYPE" …
  std::optional<std::string> context = {};        ///< "COST_AND_USAGE" (else), "RESERVATIONS" …
  std::optional<std::string> search_string = {};  ///< Only values with this text in them.
  std::optional<CostExpression> filter = {};      ///< Only values of costs that pass it.
  std::optional<std::string> billing_view_arn = {};
  std::optional<std::string> next_page_token = {};
};

/// A value, and what else is known of it: an account's "description", a usage type's "unit".
struct CostDimensionValue {
  std::string value = {};
  std::map<std::string, std::string> attributes = {};
};

struct GetDimensionValuesOutput {
  std::vector<CostDimensionValue> dimension_values = {};
  std::optional<int> total_size = {};
  std::optional<std::string> next_page_token = {};  ///< Absent: this was the last page.
};

/// https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetTags.html
struct GetTagsInput {
  DateInterval time_period = {};
  std::optional<std::string> tag_key = {};  ///< Else the keys themselves are listed.
  std::optional<std::string> search_string = {};
  std::optional<CostExpression> filter = {};
  std::optional<std::string> billing_view_arn = {};
  std::optional<std::string> next_page_token = {};
};

struct GetTagsOutput {
  std::vector<std::string> tags = {};  ///< Values of the key, or the keys.
  std::optional<int> total_size = {};
  std::optional<std::string> next_page_token = {};  ///< Absent: this was the last page.
};

/// AWS Cost Explorer. One endpoint serves every region. AWS charges for each request, each page included. A
/// handle: copies share the session. Thread-safe. Constructing does no I/O.
///
///     aws::CostExplorer costs(session);
///     auto usage = costs.get_cost_and_usage({.time_period = {"2026-11-01", "2026-11-22"},
///                                            .metrics = {"UnblendedCost"}});
///
/// https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/
class CostExplorer {
 public:
  explicit CostExplorer(Session session = Session(), ClientOptions options = {});
  // Moving copies, so no handle is ever empty.
  CostExplorer(const CostExplorer&) = default;
  CostExplorer& operator=(const CostExplorer&) = default;

  /// One page.
  Result<GetCostAndUsageOutput> get_cost_and_usage(const GetCostAndUsageInput& input,
                                                   const CallOptions& options = {}) const;
  /// The same page without its groups, which go to `on_group` one after the other, each with its result, and are not
  /// kept: for answers that have many.
  Result<GetCostAndUsageOutput> visit_cost_and_usage(
      const GetCostAndUsageInput& input,
      const std::function<void(const CostResultByTime& result, const CostGroup& group)>& on_group,
      const CallOptions& options = {}) const;
  /// The results of all pages, one for each period: the groups of a period that spans pages are merged.
  /// `options` count for each page.
  AllItems<CostResultByTime> get_cost_and_usage_all(const GetCostAndUsageInput& input,
                                                    const CallOptions& options = {}) const;
  /// Without enough history it is ErrorKind::bad_request with the code DataUnavailableException.
  Result<GetCostForecastOutput> get_cost_forecast(const GetCostForecastInput& input,
                                                  const CallOptions& options = {}) const;
  /// One page of the values that a dimension has in that time: the names of the services that cost something.
  Result<GetDimensionValuesOutput> get_dimension_values(const GetDimensionValuesInput& input,
                                                        const CallOptions& options = {}) const;
  /// Every value, page after page. `options` count for each page.
  AllItems<CostDimensionValue> get_dimension_values_all(const GetDimensionValuesInput& input,
                                                        const CallOptions& options = {}) const;
  /// One page of the cost allocation tags that costs of that time have.
  Result<GetTagsOutput> get_tags(const GetTagsInput& input, const CallOptions& options = {}) const;
  /// Every one, as get_dimension_values_all().
  AllItems<std::string> get_tags_all(const GetTagsInput& input, const CallOptions& options = {}) const;

 private:
  std::shared_ptr<const internal::aws::ServiceClient> client_;
};

}  // namespace anthropic::inline v0::aws
