#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <anthropic/aws/expression.hpp>
#include <anthropic/aws/session.hpp>
#include <anthropic/string_list.hpp>

namespace anthropic::aws {

class ServiceClient;

/// Days, "2026-11-01", or hours, "2026-11-01T00:00:00Z".
struct DateInterval {
  std::string start = {};
  std::string end = {};  ///< exclusive
};

/// What costs are grouped by: {"DIMENSION", "USAGE_TYPE"}.
struct GroupDefinition {
  std::string type = {};  ///< "DIMENSION", "TAG" or "COST_CATEGORY"
  std::string key = {};
};

/// An amount as AWS wrote it: decimal text, every digit kept. Do not take it for a double.
struct MetricValue {
  std::string amount = {};
  std::string unit = {};  ///< "USD"
};

/// https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsage.html
struct GetCostAndUsageInput {
  DateInterval time_period = {};
  std::string granularity = "DAILY";           ///< "DAILY", "MONTHLY" or "HOURLY"
  StringList metrics = {};                     ///< "UnblendedCost", "UsageQuantity" …
  std::vector<GroupDefinition> group_by = {};  ///< at most two
  std::optional<Expression> filter = {};
  std::optional<std::string> billing_view_arn = {};
  std::optional<std::string> next_page_token = {};
};

struct CostGroup {
  std::vector<std::string> keys = {};
  std::map<std::string, MetricValue> metrics = {};
};

struct ResultByTime {
  DateInterval time_period = {};
  std::map<std::string, MetricValue> total = {};  ///< empty where the costs are grouped
  std::vector<CostGroup> groups = {};
  bool estimated = false;  ///< the bill of this time is not final
};

struct GetCostAndUsageOutput {
  std::vector<GroupDefinition> group_definitions = {};
  std::vector<ResultByTime> results_by_time = {};
  std::optional<std::string> next_page_token = {};  ///< absent: this was the last page
};

/// https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostForecast.html
struct GetCostForecastInput {
  DateInterval time_period = {};          ///< from today on
  std::string metric = "UNBLENDED_COST";  ///< in capitals, unlike GetCostAndUsage's
  std::string granularity = "MONTHLY";    ///< "DAILY" or "MONTHLY"
  std::optional<Expression> filter = {};
  std::optional<std::string> billing_view_arn = {};
  std::optional<int> prediction_interval_level = {};  ///< percent: 51 to 99
};

/// Decimal text, as MetricValue.
struct ForecastResult {
  DateInterval time_period = {};
  std::string mean_value = {};
  std::optional<std::string> prediction_interval_lower_bound = {};
  std::optional<std::string> prediction_interval_upper_bound = {};
};

struct GetCostForecastOutput {
  MetricValue total = {};
  std::vector<ForecastResult> forecast_results_by_time = {};
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
  // Moving copies, so that no handle is ever empty.
  CostExplorer(const CostExplorer&) = default;
  CostExplorer& operator=(const CostExplorer&) = default;

  /// One page.
  Result<GetCostAndUsageOutput> get_cost_and_usage(const GetCostAndUsageInput& input,
                                                   const CallOptions& options = {}) const;
  /// All pages as one: the groups of a time that is spread over pages are brought together. `options` count
  /// for each page.
  Result<GetCostAndUsageOutput> get_all_cost_and_usage(GetCostAndUsageInput input,
                                                       const CallOptions& options = {}) const;
  /// Without enough history it is ErrorKind::bad_request with the code DataUnavailableException.
  Result<GetCostForecastOutput> get_cost_forecast(const GetCostForecastInput& input,
                                                  const CallOptions& options = {}) const;

 private:
  std::shared_ptr<const ServiceClient> client_;
};

}  // namespace anthropic::aws
