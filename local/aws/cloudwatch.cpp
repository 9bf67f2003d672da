#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <anthropic/model_catalog.hpp>

#include "base/text/text.hpp"
#include "base/time/time_format.hpp"
#include "local/aws/model_calls.hpp"
#include "local/aws/service.hpp"

namespace anthropic::internal::local {
namespace {

constexpr auto kKept = std::chrono::days(14);
constexpr std::size_t kMostListed = 500;
constexpr std::int64_t kMostPoints = 100'800;

struct Point {
  SystemTime time;
  double value;
};

/// A metric by its namespace, name and dimensions.
struct MetricKey {
  std::string space;
  std::string name;
  std::vector<std::pair<std::string, std::string>> dimensions = {};  // in order of their names

  auto operator<=>(const MetricKey&) const = default;
};

using Metrics = std::map<MetricKey, std::vector<Point>>;

/// Seconds since 1970, or ISO 8601.
std::optional<SystemTime> time_in(const Json& value) {
  if (const auto text = value.as_string()) return parse_iso8601(*text);
  const auto seconds = value.as_double();
  if (!seconds || std::abs(*seconds) > 9e9) return std::nullopt;
  return SystemTime(std::chrono::milliseconds(std::llround(*seconds * 1000)));
}

std::int64_t epoch_seconds(SystemTime time) {
  return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

Refusal refuse_parameter(const std::string& message) {
  return {.code = "InvalidParameterValue", .message = message};
}

Refusal missing_parameter(const std::string& member) {
  return {.code = "MissingParameter", .message = "The parameter " + member + " is required."};
}

MetricKey key_in(const Json& metric) {
  MetricKey key{.space = metric["Namespace"].string_or(""), .name = metric["MetricName"].string_or("")};
  for (const Json& dimension : metric["Dimensions"].items())
    key.dimensions.emplace_back(dimension["Name"].string_or(""), dimension["Value"].string_or(""));
  std::sort(key.dimensions.begin(), key.dimensions.end());
  return key;
}

Json metric_json(const MetricKey& key) {
  Json dimensions = Json::array();
  for (const auto& [name, value] : key.dimensions)
    dimensions.push_back(Json::object({{"Name", name}, {"Value", value}}));
  return Json::object(
      {{"Namespace", key.space}, {"MetricName", key.name}, {"Dimensions", std::move(dimensions)}});
}

void measure(const ModelCall& call, Metrics& metrics) {
  const auto add = [&](const char* name, double value) {
    metrics[{"AWS/Bedrock", name, {{"ModelId", call.model}}}].push_back({call.time, value});
  };
  if (call.status == 429) return add("InvocationThrottles", 1);
  if (call.status >= 500) return add("InvocationServerErrors", 1);
  if (call.status >= 400) return add("InvocationClientErrors", 1);
  add("Invocations", 1);
  add("InputTokenCount", static_cast<double>(call.input_tokens));
  if (call.cache_read_tokens > 0)
    add("CacheReadInputTokenCount", static_cast<double>(call.cache_read_tokens));
  if (call.cache_write_tokens > 0)
    add("CacheWriteInputTokenCount", static_cast<double>(call.cache_write_tokens));
  add("OutputTokenCount", static_cast<double>(call.output_tokens));
  const ModelInfo* model = find_model(call.model);
  const int burn_down = model ? model->features.output_burn_down : 1;
  add("EstimatedTPMQuotaUsage",
      static_cast<double>(call.input_tokens + call.cache_write_tokens + call.output_tokens * burn_down));
  add("InvocationLatency", call.latency_ms);
  if (call.stream) add("TimeToFirstToken", call.latency_ms / 4);
}

/// "p99" is 99.
std::optional<double> percentile_of(std::string_view stat) {
  const auto number = stat.starts_with('p') ? parse_integer(stat.substr(1)) : std::nullopt;
  if (!number || *number < 0 || *number > 100) return std::nullopt;
  return static_cast<double>(*number);
}

bool is_stat(std::string_view stat) {
  constexpr std::string_view kStats[] = {"Sum", "SampleCount", "Average", "Minimum", "Maximum"};
  return std::find(std::begin(kStats), std::end(kStats), stat) != std::end(kStats) || percentile_of(stat);
}

double statistic(std::vector<double> values, std::string_view stat) {
  std::sort(values.begin(), values.end());
  const auto count = static_cast<double>(values.size());
  double sum = 0;
  for (const double value : values) sum += value;
  if (stat == "Sum") return sum;
  if (stat == "SampleCount") return count;
  if (stat == "Average") return sum / count;
  if (stat == "Minimum") return values.front();
  if (stat == "Maximum") return values.back();
  const double rank = std::ceil(percentile_of(stat).value_or(0) / 100 * count);
  return values[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

/// The values of each period, by the period's beginning.
std::map<SystemTime, std::vector<double>> by_period(const std::vector<Point>& points, SystemTime begin,
                                                    SystemTime end, std::chrono::seconds period) {
  std::map<SystemTime, std::vector<double>> values;
  for (const Point& point : points) {
    if (point.time < begin || point.time >= end) continue;
    values[SystemTime(point.time.time_since_epoch() / period * period)].push_back(point.value);
  }
  return values;
}

struct Window {
  SystemTime begin, end;
};

std::variant<Window, Refusal> window_in(const Json& input) {
  const auto begin = time_in(input["StartTime"]);
  const auto end = time_in(input["EndTime"]);
  if (!begin) return missing_parameter("StartTime");
  if (!end) return missing_parameter("EndTime");
  if (*begin >= *end)
    return refuse_parameter("The parameter StartTime must be less than the parameter EndTime.");
  return Window{*begin, *end};
}

std::variant<std::chrono::seconds, Refusal> period_in(const Json& value) {
  const auto seconds = value.as_int64();
  if (!seconds) return missing_parameter("Period");
  if (*seconds < 60 || *seconds % 60 != 0)
    return refuse_parameter("The parameter Period must be a multiple of 60.");
  return std::chrono::seconds(*seconds);
}

/// One result of GetMetricData, whole.
struct Series {
  std::string id, label;
  std::vector<Point> points = {};
};

class CloudWatch {
 public:
  ServiceOutcome answer(const ServiceCall& call);

 private:
  /// What was put, what the endpoint has answered, and samples.
  Metrics metrics(const ServiceCall& call) const;
  ServiceOutcome list(const ServiceCall& call) const;
  ServiceOutcome put(const ServiceCall& call);
  ServiceOutcome get_statistics(const ServiceCall& call) const;
  ServiceOutcome get_data(const ServiceCall& call) const;

  Metrics put_;
};

Metrics CloudWatch::metrics(const ServiceCall& call) const {
  Metrics metrics = put_;
  for (const ModelCall& sample : sample_calls(call.now - kKept, call.now, call.region))
    measure(sample, metrics);
  for (const ModelCall& answered : call.model_calls->all()) measure(answered, metrics);
  return metrics;
}

ServiceOutcome CloudWatch::list(const ServiceCall& call) const {
  std::vector<MetricKey> found;
  for (const auto& [key, points] : metrics(call)) {
    const auto space = call.input["Namespace"].as_string();
    const auto name = call.input["MetricName"].as_string();
    const Json::Array& filters = call.input["Dimensions"].items();
    const bool has_dimensions = std::all_of(filters.begin(), filters.end(), [&](const Json& filter) {
      return std::any_of(key.dimensions.begin(), key.dimensions.end(), [&](const auto& dimension) {
        const auto value = filter["Value"].as_string();
        return filter["Name"].as_string() == dimension.first && (!value || *value == dimension.second);
      });
    });
    if ((!space || *space == key.space) && (!name || *name == key.name) && has_dimensions)
      found.push_back(key);
  }
  const auto begin = parse_integer(call.input["NextToken"].string_or("0"));
  if (!begin || *begin < 0 || *begin > static_cast<long long>(found.size()))
    return Refusal{.code = "InvalidParameterValue", .message = "Invalid nextToken"};
  Json page = Json::array();
  const std::size_t end = std::min(found.size(), static_cast<std::size_t>(*begin) + kMostListed);
  for (auto i = static_cast<std::size_t>(*begin); i < end; ++i) page.push_back(metric_json(found[i]));
  Json output = Json::object({{"Metrics", std::move(page)}});
  if (end < found.size()) output.set("NextToken", std::to_string(end));
  return output;
}

ServiceOutcome CloudWatch::put(const ServiceCall& call) {
  const std::string space = call.input["Namespace"].string_or("");
  if (space.empty()) return missing_parameter("Namespace");
  if (space.starts_with("AWS/"))
    return refuse_parameter("The value AWS/ for parameter Namespace is invalid.");
  if (call.input["MetricData"].empty()) return missing_parameter("MetricData");
  for (const Json& datum : call.input["MetricData"].items()) {
    MetricKey key = key_in(datum);
    if (key.name.empty()) return missing_parameter("MetricData.member.1.MetricName");
    key.space = space;
    const SystemTime time = time_in(datum["Timestamp"]).value_or(call.now);
    std::vector<Point>& points = put_[key];
    if (const auto value = datum["Value"].as_double()) points.push_back({time, *value});
    for (const Json& value : datum["Values"].items()) points.push_back({time, value.as_double().value_or(0)});
    if (datum.contains("StatisticValues"))
      return refuse_parameter("The local endpoint takes no StatisticValues.");
  }
  return Json::object();
}

ServiceOutcome CloudWatch::get_statistics(const ServiceCall& call) const {
  const MetricKey key = key_in(call.input);
  if (key.space.empty()) return missing_parameter("Namespace");
  if (key.name.empty()) return missing_parameter("MetricName");
  const auto window = window_in(call.input);
  if (const auto* refusal = std::get_if<Refusal>(&window)) return *refusal;
  const auto period = period_in(call.input["Period"]);
  if (const auto* refusal = std::get_if<Refusal>(&period)) return *refusal;
  const Json::Array& statistics = call.input["Statistics"].items();
  const Json::Array& extended = call.input["ExtendedStatistics"].items();
  if (statistics.empty() && extended.empty()) return missing_parameter("Statistics");
  const auto& [begin, end] = *std::get_if<Window>(&window);
  const Metrics all = metrics(call);
  const auto found = all.find(key);
  Json datapoints = Json::array();
  const auto periods = by_period(found == all.end() ? std::vector<Point>() : found->second, begin, end,
                                 *std::get_if<std::chrono::seconds>(&period));
  for (const auto& [time, values] : periods) {
    Json point = Json::object({{"Timestamp", epoch_seconds(time)}, {"Unit", "None"}});
    for (const Json& stat : statistics) {
      if (!is_stat(stat.string_or("")))
        return refuse_parameter("The parameter Statistics has an unknown value.");
      point.set(stat.string_or(""), statistic(values, stat.string_or("")));
    }
    Json percentiles = Json::object();
    for (const Json& stat : extended) {
      if (!percentile_of(stat.string_or("")))
        return refuse_parameter("The local endpoint has no extended statistics but whole percentiles.");
      percentiles.set(stat.string_or(""), statistic(values, stat.string_or("")));
    }
    if (!extended.empty()) point.set("ExtendedStatistics", std::move(percentiles));
    datapoints.push_back(std::move(point));
  }
  return Json::object({{"Label", key.name}, {"Datapoints", std::move(datapoints)}});
}

std::variant<Series, Refusal> series_of(const Json& query, const Window& window, const Metrics& metrics) {
  const std::string id = query["Id"].string_or("");
  if (id.empty() || id[0] < 'a' || id[0] > 'z')
    return Refusal{.code = "ValidationError",
                   .message = "The values for parameter id must begin with a small letter."};
  if (query.contains("Expression"))
    return Refusal{
        .code = "ValidationError",
        .message = "The local endpoint evaluates no metric math: " + query["Expression"].string_or("")};
  const Json& stat = query["MetricStat"];
  if (!stat.is_object()) return missing_parameter("MetricDataQueries.member.1.MetricStat");
  const auto period = period_in(stat["Period"]);
  if (const auto* refusal = std::get_if<Refusal>(&period)) return *refusal;
  const std::string name = stat["Stat"].string_or("");
  if (!is_stat(name)) return refuse_parameter("The parameter Stat has an unknown value: " + name);
  const MetricKey key = key_in(stat["Metric"]);
  Series series{.id = id, .label = query["Label"].string_or(key.name)};
  const auto found = metrics.find(key);
  if (found == metrics.end()) return series;
  for (const auto& [time, values] :
       by_period(found->second, window.begin, window.end, *std::get_if<std::chrono::seconds>(&period)))
    series.points.push_back({time, statistic(values, name)});
  return series;
}

ServiceOutcome CloudWatch::get_data(const ServiceCall& call) const {
  const Json::Array& queries = call.input["MetricDataQueries"].items();
  if (queries.empty() || queries.size() > 500)
    return Refusal{.code = "ValidationError", .message = "MetricDataQueries must have 1 to 500 items."};
  const auto window = window_in(call.input);
  if (const auto* refusal = std::get_if<Refusal>(&window)) return *refusal;
  const std::string order = call.input["ScanBy"].string_or("TimestampDescending");
  const auto most = call.input["MaxDatapoints"].is_null() ? std::optional(kMostPoints)
                                                          : call.input["MaxDatapoints"].as_int64();
  if (!most || *most < 1 || *most > kMostPoints)
    return refuse_parameter("The parameter MaxDatapoints must be from 1 to 100800.");
  const auto begin = parse_integer(call.input["NextToken"].string_or("0"));
  if (!begin || *begin < 0) return Refusal{.code = "InvalidNextToken", .message = "Invalid NextToken"};

  const Metrics all = metrics(call);
  std::set<std::string> ids;
  Json results = Json::array();
  std::int64_t skipped = *begin, room = *most, next = *begin;
  bool has_more = false;
  for (const Json& query : queries) {
    auto made = series_of(query, *std::get_if<Window>(&window), all);
    if (const auto* refusal = std::get_if<Refusal>(&made)) return *refusal;
    Series& series = *std::get_if<Series>(&made);
    if (!ids.insert(series.id).second)
      return Refusal{.code = "ValidationError", .message = "The values for parameter id are not unique."};
    if (query["ReturnData"].as_bool() == false) continue;
    if (order == "TimestampDescending") std::reverse(series.points.begin(), series.points.end());
    const auto size = static_cast<std::int64_t>(series.points.size());
    const std::int64_t from = std::min(skipped, size);
    const std::int64_t to = std::min(size, from + room);
    skipped -= from;
    room -= to - from;
    next += to - from;
    has_more = has_more || to < size;
    Json times = Json::array(), values = Json::array();
    for (std::int64_t i = from; i < to; ++i) {
      times.push_back(epoch_seconds(series.points[static_cast<std::size_t>(i)].time));
      values.push_back(series.points[static_cast<std::size_t>(i)].value);
    }
    results.push_back(Json::object({{"Id", series.id},
                                    {"Label", series.label},
                                    {"Timestamps", std::move(times)},
                                    {"Values", std::move(values)},
                                    {"StatusCode", to < size ? "PartialData" : "Complete"}}));
  }
  Json output = Json::object({{"MetricDataResults", std::move(results)}});
  output.set("Messages",
             Json::array({Json::object(
                 {{"Code", "LocalEndpoint"},
                  {"Value", std::string(kSampleNote) + ", and the calls that it has answered"}})}));
  if (has_more) output.set("NextToken", std::to_string(next));
  return output;
}

ServiceOutcome CloudWatch::answer(const ServiceCall& call) {
  if (call.operation == "ListMetrics") return list(call);
  if (call.operation == "PutMetricData") return put(call);
  if (call.operation == "GetMetricStatistics") return get_statistics(call);
  if (call.operation == "GetMetricData") return get_data(call);
  return unknown_operation(call);
}

}  // namespace

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/
ServiceHandler cloudwatch() {
  return [cloudwatch = CloudWatch()](const ServiceCall& call) mutable { return cloudwatch.answer(call); };
}

}  // namespace anthropic::internal::local
