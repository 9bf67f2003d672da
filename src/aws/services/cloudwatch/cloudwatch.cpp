#include <algorithm>
#include <charconv>
#include <cmath>

#include <anthropic/aws/cloudwatch.hpp>

#include "aws/calls/service_client.hpp"
#include "aws/services/pager.hpp"
#include "aws/services/shapes.hpp"
#include "wire/json/cursor.hpp"

namespace anthropic::inline v0::aws {

using namespace internal;
using namespace internal::aws;
namespace {

constexpr std::size_t kMostDimensions = 30;
constexpr std::size_t kMostData = 1000;
constexpr std::size_t kMostValues = 150;
constexpr std::size_t kMostQueries = 500;

void set_dimensions(Json& body, const std::vector<MetricDimension>& dimensions) {
  if (dimensions.empty()) return;
  Json array = Json::array();
  for (const auto& [name, value] : dimensions)
    array.push_back(Json::object({{"Name", name}, {"Value", value}}));
  body.set("Dimensions", std::move(array));
}

std::vector<MetricDimension> dimensions_in(const Json& array) {
  std::vector<MetricDimension> dimensions;
  for (const Json& item : array.items()) {
    dimensions.push_back({.name = item["Name"].string_or(""), .value = item["Value"].string_or("")});
  }
  return dimensions;
}

MetricDatapoint datapoint(const Json& point) {
  MetricDatapoint read{.timestamp = time_in(point["Timestamp"]).value_or(SystemTime()),
                       .sample_count = point["SampleCount"].as_double(),
                       .average = point["Average"].as_double(),
                       .sum = point["Sum"].as_double(),
                       .minimum = point["Minimum"].as_double(),
                       .maximum = point["Maximum"].as_double(),
                       .unit = optional_text(point["Unit"])};
  for (const auto& [name, value] : point["ExtendedStatistics"].members()) {
    if (const auto number = value.as_double()) read.extended_statistics.insert_or_assign(name, *number);
  }
  return read;
}

std::vector<double> numbers_of(const MetricDatum& datum) {
  std::vector<double> numbers = datum.values;
  numbers.insert(numbers.end(), datum.counts.begin(), datum.counts.end());
  if (datum.value) numbers.push_back(*datum.value);
  if (const auto& set = datum.statistic_values) {
    numbers.insert(numbers.end(), {set->sample_count, set->sum, set->minimum, set->maximum});
  }
  return numbers;
}

Result<void> check(const MetricDatum& datum) {
  const std::string name = "the metric \"" + datum.metric_name + "\" ";
  if (datum.metric_name.empty()) return bad_request_error("a metric has no name");
  if (datum.dimensions.size() > kMostDimensions)
    return bad_request_error(name + "has more than 30 dimensions");
  const int kinds =
      int{datum.value.has_value()} + int{datum.statistic_values.has_value()} + int{!datum.values.empty()};
  if (kinds != 1) return bad_request_error(name + "needs one of value, statistic_values and values");
  if (datum.values.size() > kMostValues) return bad_request_error(name + "has more than 150 values");
  if (!datum.counts.empty() && datum.counts.size() != datum.values.size()) {
    return bad_request_error(name + "has not as many counts as values");
  }
  for (const double number : numbers_of(datum)) {
    if (!std::isfinite(number)) return bad_request_error(name + "has a value that is not a finite number");
  }
  return {};
}

Json array_of(const std::vector<double>& numbers) {
  Json array = Json::array();
  for (const double number : numbers) array.push_back(number);
  return array;
}

Json datum_body(const MetricDatum& datum) {
  Json body = Json::object({{"MetricName", datum.metric_name}});
  set_dimensions(body, datum.dimensions);
  if (datum.timestamp) body.set("Timestamp", epoch_seconds(*datum.timestamp));
  set_optional(body, "Value", datum.value);
  if (const auto& set = datum.statistic_values) {
    body.set("StatisticValues", Json::object({{"SampleCount", set->sample_count},
                                              {"Sum", set->sum},
                                              {"Minimum", set->minimum},
                                              {"Maximum", set->maximum}}));
  }
  if (!datum.values.empty()) body.set("Values", array_of(datum.values));
  if (!datum.counts.empty()) body.set("Counts", array_of(datum.counts));
  set_optional(body, "Unit", datum.unit);
  set_optional(body, "StorageResolution", datum.storage_resolution);
  return body;
}

Result<void> check(const MetricDataQuery& query) {
  if (query.id.empty() || query.id[0] < 'a' || query.id[0] > 'z')
    return bad_request_error("the id of a metric data query begins with a small letter; \"" + query.id +
                             "\" does not");
  if (!query.expression.empty()) return {};
  if (query.metric.namespace_.empty() || query.metric.metric_name.empty() || query.stat.empty())
    return bad_request_error("the metric data query \"" + query.id +
                             "\" needs an expression, or a metric with its namespace, name and statistic");
  if (query.period.value_or(0) < 1)
    return bad_request_error("the metric data query \"" + query.id + "\" needs a period");
  return {};
}

Json query_body(const MetricDataQuery& query) {
  Json body = Json::object({{"Id", query.id}});
  if (query.expression.empty()) {
    Json metric =
        Json::object({{"Namespace", query.metric.namespace_}, {"MetricName", query.metric.metric_name}});
    set_dimensions(metric, query.metric.dimensions);
    body.set("MetricStat", Json::object({{"Metric", std::move(metric)},
                                         {"Period", query.period.value_or(0)},
                                         {"Stat", query.stat}}));
  } else {
    body.set("Expression", query.expression);
    set_optional(body, "Period", query.period);
  }
  set_optional(body, "Label", query.label);
  if (!query.return_data) body.set("ReturnData", false);
  return body;
}

std::optional<double> number_in(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// What take(text) makes of each item of the cursor's next value.
template <class T, class Take>
std::vector<T> list_in(JsonCursor& cursor, const Take& take) {
  const std::string_view text = cursor.value();
  std::vector<T> list;
  list.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), ',')) + 1);
  JsonCursor items(text);
  items.items([&](std::size_t) { list.push_back(take(items.value())); });
  return list;
}

/// The next value as a tree: for what is small.
Json tree_in(JsonCursor& cursor) {
  return Json::parse(cursor.value()).value_or(Json());
}

SystemTime time_of(std::string_view text) {
  if (const auto seconds = number_in(text)) return time_of_seconds(*seconds).value_or(SystemTime());
  return time_in(Json::parse(text).value_or(Json())).value_or(SystemTime());
}

MetricDataResult metric_data_result(JsonCursor& cursor) {
  MetricDataResult result;
  cursor.members([&](std::string_view name) {
    if (name == "Id") result.id = tree_in(cursor).string_or("");
    if (name == "Label") result.label = tree_in(cursor).string_or("");
    if (name == "StatusCode") result.status_code = tree_in(cursor).string_or("");
    if (name == "Timestamps") result.timestamps = list_in<SystemTime>(cursor, time_of);
    if (name == "Values")
      result.values =
          list_in<double>(cursor, [](std::string_view text) { return number_in(text).value_or(0); });
  });
  return result;
}

Result<GetMetricDataOutput> metric_data_in(std::string_view text) {
  GetMetricDataOutput output;
  bool has_results = false;
  JsonCursor cursor(text);
  cursor.members([&](std::string_view name) {
    if (name == "MetricDataResults") has_results = true;
    if (name == "MetricDataResults")
      cursor.items([&](std::size_t) { output.metric_data_results.push_back(metric_data_result(cursor)); });
    if (name == "NextToken") output.next_token = optional_text(tree_in(cursor));
    if (name == "Messages") {
      const Json messages = tree_in(cursor);
      for (const Json& message : messages.items())
        output.messages.push_back({message["Code"].string_or(""), message["Value"].string_or("")});
    }
  });
  if (!has_results) return incomplete_answer("GetMetricData", "MetricDataResults");
  for (const MetricDataResult& result : output.metric_data_results) {
    if (result.timestamps.size() == result.values.size()) continue;
    return incomplete_answer("GetMetricData", "a value for each timestamp of \"" + result.id + "\"");
  }
  return output;
}

}  // namespace

CloudWatch::CloudWatch(Session session, ClientOptions options)
    : client_(std::make_shared<const ServiceClient>(std::move(session), service("CloudWatch"),
                                                    std::move(options))) {}

Result<GetMetricStatisticsOutput> CloudWatch::get_metric_statistics(const GetMetricStatisticsInput& input,
                                                                    const CallOptions& options) const {
  if (input.namespace_.empty() || input.metric_name.empty()) {
    return bad_request_error("the namespace or the metric's name is empty");
  }
  if (input.statistics.empty() && input.extended_statistics.empty()) {
    return bad_request_error("no statistic is asked for: name at least one, for example \"Sum\"");
  }
  if (input.dimensions.size() > kMostDimensions)
    return bad_request_error("a metric has at most 30 dimensions");
  if (input.period < 1) return bad_request_error("a period has at least one second");
  if (input.start_time >= input.end_time)
    return bad_request_error("the start time is not before the end time");
  Json body = Json::object({{"Namespace", input.namespace_}, {"MetricName", input.metric_name}});
  set_dimensions(body, input.dimensions);
  body.set("StartTime", epoch_seconds(input.start_time));
  body.set("EndTime", epoch_seconds(input.end_time));
  body.set("Period", input.period);
  set_list(body, "Statistics", input.statistics);
  set_list(body, "ExtendedStatistics", input.extended_statistics);
  set_optional(body, "Unit", input.unit);
  const auto answer = client_->call_json("GetMetricStatistics", body, options);
  if (!answer) return answer.error();
  GetMetricStatisticsOutput output{.label = (*answer)["Label"].string_or("")};
  for (const Json& point : (*answer)["Datapoints"].items()) output.datapoints.push_back(datapoint(point));
  return output;
}

Result<GetMetricDataOutput> CloudWatch::get_metric_data(const GetMetricDataInput& input,
                                                        const CallOptions& options) const {
  if (input.metric_data_queries.empty() || input.metric_data_queries.size() > kMostQueries) {
    return bad_request_error("one call takes 1 to 500 metric data queries, not " +
                             std::to_string(input.metric_data_queries.size()));
  }
  if (input.start_time >= input.end_time)
    return bad_request_error("the start time is not before the end time");
  Json queries = Json::array();
  for (const MetricDataQuery& query : input.metric_data_queries) {
    if (auto checked = check(query); !checked) return checked.error();
    queries.push_back(query_body(query));
  }
  Json body = Json::object({{"MetricDataQueries", std::move(queries)}});
  body.set("StartTime", epoch_seconds(input.start_time));
  body.set("EndTime", epoch_seconds(input.end_time));
  if (!input.scan_by.empty()) body.set("ScanBy", input.scan_by);
  set_optional(body, "MaxDatapoints", input.max_datapoints);
  set_optional(body, "NextToken", input.next_token);
  const auto text = client_->call_json_text("GetMetricData", body, options);
  if (!text) return text.error();
  return metric_data_in(*text);
}

AllItems<GetMetricDataOutput> CloudWatch::get_metric_data_all(const GetMetricDataInput& input,
                                                              const CallOptions& options) const {
  return all_pages(PagedList{"GetMetricData", &CloudWatch::get_metric_data, &GetMetricDataInput::next_token,
                             &GetMetricDataOutput::next_token},
                   *this, input, options);
}

Result<void> CloudWatch::put_metric_data(const PutMetricDataInput& input, const CallOptions& options) const {
  if (input.namespace_.empty()) return bad_request_error("the namespace is empty");
  if (input.metric_data.empty() || input.metric_data.size() > kMostData) {
    return bad_request_error("one call takes 1 to 1000 metrics, not " +
                             std::to_string(input.metric_data.size()));
  }
  Json data = Json::array();
  for (const MetricDatum& datum : input.metric_data) {
    if (auto checked = check(datum); !checked) return checked;
    data.push_back(datum_body(datum));
  }
  const Json body = Json::object({{"Namespace", input.namespace_}, {"MetricData", std::move(data)}});
  return without_output(client_->call_json("PutMetricData", body, options));
}

Result<ListMetricsOutput> CloudWatch::list_metrics(const ListMetricsInput& input,
                                                   const CallOptions& options) const {
  Json body = Json::object();
  set_optional(body, "Namespace", input.namespace_);
  set_optional(body, "MetricName", input.metric_name);
  if (!input.dimensions.empty()) {
    Json filters = Json::array();
    for (const MetricDimensionFilter& filter : input.dimensions) {
      Json item = Json::object({{"Name", filter.name}});
      set_optional(item, "Value", filter.value);
      filters.push_back(std::move(item));
    }
    body.set("Dimensions", std::move(filters));
  }
  set_optional(body, "NextToken", input.next_token);
  const auto answer = client_->call_json("ListMetrics", body, options);
  if (!answer) return answer.error();
  ListMetricsOutput output{.next_token = optional_text((*answer)["NextToken"])};
  for (const Json& metric : (*answer)["Metrics"].items()) {
    output.metrics.push_back({.namespace_ = metric["Namespace"].string_or(""),
                              .metric_name = metric["MetricName"].string_or(""),
                              .dimensions = dimensions_in(metric["Dimensions"])});
  }
  return output;
}

AllItems<CloudWatchMetric> CloudWatch::list_metrics_all(const ListMetricsInput& input,
                                                        const CallOptions& options) const {
  return all_items(PagedList{"ListMetrics", &CloudWatch::list_metrics, &ListMetricsInput::next_token,
                             &ListMetricsOutput::next_token},
                   &ListMetricsOutput::metrics, *this, input, options);
}

}  // namespace anthropic::inline v0::aws
