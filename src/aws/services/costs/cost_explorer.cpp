#include <anthropic/aws/cost_explorer.hpp>

#include "aws/calls/service_client.hpp"
#include "aws/services/costs/cost_expression.hpp"
#include "aws/services/costs/cost_results.hpp"
#include "aws/services/pager.hpp"
#include "aws/services/shapes.hpp"

namespace anthropic::inline v0::aws {

using namespace internal;
using namespace internal::aws;
namespace {

Json interval_body(const DateInterval& interval) {
  return Json::object({{"Start", interval.start}, {"End", interval.end}});
}

DateInterval interval_in(const Json& json) {
  return {.start = json["Start"].string_or(""), .end = json["End"].string_or("")};
}

Result<void> check(const DateInterval& interval) {
  if (interval.start.empty() || interval.end.empty())
    return bad_request_error("the time period needs a start and an end");
  if (interval.start >= interval.end) {
    return bad_request_error("the time period ends (" + interval.end + ", exclusive) before it starts (" +
                             interval.start + ")");
  }
  return {};
}

// AWS sends text; what comes as a number keeps its digits too.
std::string decimal(const Json& value) {
  return value.is_number() ? value.number_text() : value.string_or("");
}

CostMetricValue metric_value(const Json& json) {
  return {.amount = decimal(json["Amount"]), .unit = json["Unit"].string_or("")};
}

Result<void> set_filter(Json& body, const std::optional<CostExpression>& filter) {
  if (!filter) return {};
  auto expression = expression_body(*filter);
  if (!expression) return std::move(expression).error();
  body.set("Filter", *std::move(expression));
  return {};
}

Result<Json> usage_body(const GetCostAndUsageInput& input) {
  if (auto checked = check(input.time_period); !checked) return checked.error();
  if (input.metrics.empty())
    return bad_request_error("no metric is asked for: name at least one, \"UnblendedCost\" say");
  if (input.group_by.size() > 2) return bad_request_error("costs can be grouped by two things at most");
  Json body =
      Json::object({{"TimePeriod", interval_body(input.time_period)}, {"Granularity", input.granularity}});
  set_list(body, "Metrics", input.metrics);
  if (!input.group_by.empty()) {
    Json groups = Json::array();
    for (const auto& [type, key] : input.group_by)
      groups.push_back(Json::object({{"Type", type}, {"Key", key}}));
    body.set("GroupBy", std::move(groups));
  }
  if (auto set = set_filter(body, input.filter); !set) return set.error();
  set_optional(body, "BillingViewArn", input.billing_view_arn);
  set_optional(body, "NextPageToken", input.next_page_token);
  return body;
}

/// What GetDimensionValues and GetTags have in common.
template <class Input>
Result<Json> search_body(const Input& input) {
  if (auto checked = check(input.time_period); !checked) return checked.error();
  Json body = Json::object({{"TimePeriod", interval_body(input.time_period)}});
  set_optional(body, "SearchString", input.search_string);
  if (auto set = set_filter(body, input.filter); !set) return set.error();
  set_optional(body, "BillingViewArn", input.billing_view_arn);
  set_optional(body, "NextPageToken", input.next_page_token);
  return body;
}

CostDimensionValue dimension_value(const Json& json) {
  CostDimensionValue value{.value = json["Value"].string_or("")};
  for (const auto& [name, text] : json["Attributes"].members()) {
    value.attributes.insert_or_assign(name, text.string_or(""));
  }
  return value;
}

/// The groups of a time may be spread over pages.
void append(CostResultByTime result, std::vector<CostResultByTime>& results) {
  const bool goes_on = !results.empty() && results.back().time_period.start == result.time_period.start &&
                       results.back().time_period.end == result.time_period.end;
  if (!goes_on) return results.push_back(std::move(result));
  for (CostGroup& group : result.groups) results.back().groups.push_back(std::move(group));
}

/// The results of a page but the last one, which the next page may go on with. `begun` is the page before's.
Result<Page<CostResultByTime>> results_of_page(const CostExplorer& costs, GetCostAndUsageInput input,
                                               std::vector<CostResultByTime> begun,
                                               const CallOptions& options) {
  auto output = costs.get_cost_and_usage(input, options);
  if (!output) return std::move(output).error();
  const auto more = turn_page("GetCostAndUsage", output->next_page_token, input.next_page_token);
  if (!more) return more.error();
  Page<CostResultByTime> page{.data = std::move(begun), .has_more = *more};
  for (CostResultByTime& result : output->results_by_time) append(std::move(result), page.data);
  if (!*more) return page;
  std::vector<CostResultByTime> last;
  if (!page.data.empty()) {
    last.push_back(std::move(page.data.back()));
    page.data.pop_back();
  }
  page.fetch = [=] { return results_of_page(costs, input, last, options); };
  return page;
}

}  // namespace

CostExplorer::CostExplorer(Session session, ClientOptions options)
    : client_(std::make_shared<const ServiceClient>(std::move(session), service("Cost Explorer"),
                                                    std::move(options))) {}

Result<GetCostAndUsageOutput> CostExplorer::get_cost_and_usage(const GetCostAndUsageInput& input,
                                                               const CallOptions& options) const {
  const auto body = usage_body(input);
  if (!body) return body.error();
  const auto answer = client_->call_json_text("GetCostAndUsage", *body, options);
  if (!answer) return answer.error();
  return cost_and_usage_in(
      *answer, [](CostResultByTime& result, CostGroup group) { result.groups.push_back(std::move(group)); });
}

Result<GetCostAndUsageOutput> CostExplorer::visit_cost_and_usage(
    const GetCostAndUsageInput& input,
    const std::function<void(const CostResultByTime&, const CostGroup&)>& on_group,
    const CallOptions& options) const {
  const auto body = usage_body(input);
  if (!body) return body.error();
  const auto answer = client_->call_json_text("GetCostAndUsage", *body, options);
  if (!answer) return answer.error();
  return cost_and_usage_in(*answer, on_group);
}

AllItems<CostResultByTime> CostExplorer::get_cost_and_usage_all(const GetCostAndUsageInput& input,
                                                                const CallOptions& options) const {
  return AllItems<CostResultByTime>(
      {.has_more = true, .fetch = [=, *this] { return results_of_page(*this, input, {}, options); }});
}

Result<GetCostForecastOutput> CostExplorer::get_cost_forecast(const GetCostForecastInput& input,
                                                              const CallOptions& options) const {
  if (auto checked = check(input.time_period); !checked) return checked.error();
  Json body = Json::object({{"TimePeriod", interval_body(input.time_period)},
                            {"Metric", input.metric},
                            {"Granularity", input.granularity}});
  if (auto set = set_filter(body, input.filter); !set) return set.error();
  set_optional(body, "BillingViewArn", input.billing_view_arn);
  set_optional(body, "PredictionIntervalLevel", input.prediction_interval_level);
  const auto answer = client_->call_json("GetCostForecast", body, options);
  if (!answer) return answer.error();
  GetCostForecastOutput output{.total = metric_value((*answer)["Total"])};
  for (const Json& result : (*answer)["ForecastResultsByTime"].items()) {
    CostForecastResult forecast{.time_period = interval_in(result["TimePeriod"]),
                                .mean_value = decimal(result["MeanValue"])};
    if (const Json* bound = result.find("PredictionIntervalLowerBound")) {
      forecast.prediction_interval_lower_bound = decimal(*bound);
    }
    if (const Json* bound = result.find("PredictionIntervalUpperBound")) {
      forecast.prediction_interval_upper_bound = decimal(*bound);
    }
    output.forecast_results_by_time.push_back(std::move(forecast));
  }
  return output;
}

Result<GetDimensionValuesOutput> CostExplorer::get_dimension_values(const GetDimensionValuesInput& input,
                                                                    const CallOptions& options) const {
  if (auto given = check_given("dimension", input.dimension); !given) return given.error();
  auto body = search_body(input);
  if (!body) return body.error();
  body->set("Dimension", input.dimension);
  set_optional(*body, "Context", input.context);
  const auto answer = client_->call_json("GetDimensionValues", *body, options);
  if (!answer) return answer.error();
  GetDimensionValuesOutput output{.total_size = optional_int((*answer)["TotalSize"]),
                                  .next_page_token = optional_text((*answer)["NextPageToken"])};
  for (const Json& value : (*answer)["DimensionValues"].items()) {
    output.dimension_values.push_back(dimension_value(value));
  }
  return output;
}

AllItems<CostDimensionValue> CostExplorer::get_dimension_values_all(const GetDimensionValuesInput& input,
                                                                    const CallOptions& options) const {
  return all_items(
      PagedList{"GetDimensionValues", &CostExplorer::get_dimension_values,
                &GetDimensionValuesInput::next_page_token, &GetDimensionValuesOutput::next_page_token},
      &GetDimensionValuesOutput::dimension_values, *this, input, options);
}

Result<GetTagsOutput> CostExplorer::get_tags(const GetTagsInput& input, const CallOptions& options) const {
  auto body = search_body(input);
  if (!body) return body.error();
  set_optional(*body, "TagKey", input.tag_key);
  const auto answer = client_->call_json("GetTags", *body, options);
  if (!answer) return answer.error();
  return GetTagsOutput{.tags = texts_in((*answer)["Tags"]),
                       .total_size = optional_int((*answer)["TotalSize"]),
                       .next_page_token = optional_text((*answer)["NextPageToken"])};
}

AllItems<std::string> CostExplorer::get_tags_all(const GetTagsInput& input,
                                                 const CallOptions& options) const {
  return all_items(PagedList{"GetTags", &CostExplorer::get_tags, &GetTagsInput::next_page_token,
                             &GetTagsOutput::next_page_token},
                   &GetTagsOutput::tags, *this, input, options);
}

}  // namespace anthropic::inline v0::aws
