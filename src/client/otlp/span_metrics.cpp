#include "client/otlp/span_metrics.hpp"

#include <algorithm>
#include <initializer_list>

#include "client/otlp/otlp_json.hpp"

namespace anthropic::internal {
namespace {

constexpr double kSeconds[] = {0.01, 0.02, 0.04, 0.08,  0.16,  0.32,  0.64,
                               1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92};
constexpr double kSecondsOfRun[] = {0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 102.4, 204.8, 409.6};
constexpr double kCalls[] = {1, 2, 4, 8, 16, 32, 64, 128};
constexpr double kTokens[] = {1,     4,     16,     64,      256,     1024,     4096,
                              16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864};

struct Instrument {
  std::string_view name;
  std::string_view unit;
  std::span<const double> bounds = {};  // none: a counter
};

constexpr std::string_view kDuration = "gen_ai.client.inference.duration";
constexpr std::string_view kFirstChunk = "gen_ai.client.inference.time_to_first_chunk";
constexpr std::string_view kPerChunk = "gen_ai.client.inference.time_per_output_chunk";
constexpr std::string_view kInput = "gen_ai.client.inference.usage.input_tokens";
constexpr std::string_view kOutput = "gen_ai.client.inference.usage.output_tokens";
constexpr std::string_view kCacheRead = "gen_ai.client.inference.usage.cache_read.input_tokens";
constexpr std::string_view kCacheWrite = "gen_ai.client.inference.usage.cache_write.input_tokens";
constexpr std::string_view kReasoning = "gen_ai.client.inference.usage.reasoning.output_tokens";
constexpr std::string_view kInputOfOne = "gen_ai.client.inference.operation.input_tokens";
constexpr std::string_view kOutputOfOne = "gen_ai.client.inference.operation.output_tokens";
constexpr std::string_view kTool = "gen_ai.execute_tool.duration";
constexpr std::string_view kAgent = "gen_ai.invoke_agent.duration";
constexpr std::string_view kInferenceCalls = "gen_ai.invoke_agent.inference_calls";
constexpr std::string_view kToolCalls = "gen_ai.invoke_agent.tool_calls";

constexpr Instrument kInstruments[] = {{kDuration, "s", kSeconds},
                                       {kFirstChunk, "s", kSeconds},
                                       {kPerChunk, "s", kSeconds},
                                       {kInput, "{token}"},
                                       {kOutput, "{token}"},
                                       {kCacheRead, "{token}"},
                                       {kCacheWrite, "{token}"},
                                       {kReasoning, "{token}"},
                                       {kInputOfOne, "{token}", kTokens},
                                       {kOutputOfOne, "{token}", kTokens},
                                       {kTool, "s", kSeconds},
                                       {kAgent, "s", kSecondsOfRun},
                                       {kInferenceCalls, "{inference_call}", kCalls},
                                       {kToolCalls, "{tool_call}", kCalls}};

/// As many as OpenTelemetry's SDKs keep of one metric.
constexpr std::size_t kMostPoints = 2000;
constexpr int kCumulative = 2;

const Instrument& instrument(std::string_view name) {
  return *std::find_if(std::begin(kInstruments), std::end(kInstruments),
                       [&](const Instrument& known) { return known.name == name; });
}

std::vector<SpanAttribute> some_of(const Span& span, std::initializer_list<std::string_view> names) {
  std::vector<SpanAttribute> some;
  for (const std::string_view name : names) {
    if (const SpanValue* value = span.find(name)) some.push_back({std::string(name), *value});
  }
  return some;
}

double seconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

}  // namespace

void SpanMetrics::add(const Span& span) {
  const std::string_view operation = span.text("gen_ai.operation.name");
  if (operation == "chat") add_inference(span);
  if (operation == "execute_tool")
    record(kTool, some_of(span, {"gen_ai.tool.name", "gen_ai.tool.type", "error.type"}),
           seconds(span.duration));
  if (operation != "invoke_agent") return;
  record(kAgent, some_of(span, {"gen_ai.request.model", "error.type"}), seconds(span.duration));
  record(kInferenceCalls, {}, span.inference_calls);
  record(kToolCalls, {}, span.tool_calls);
}

void SpanMetrics::add_inference(const Span& span) {
  const auto of_call = some_of(span, {"gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.request.model",
                                      "gen_ai.response.model", "server.address", "server.port"});
  auto of_duration = of_call;
  if (const SpanValue* error = span.find("error.type")) of_duration.push_back({"error.type", *error});
  record(kDuration, of_duration, seconds(span.duration));
  if (const SpanValue* first = span.find("gen_ai.response.time_to_first_chunk"))
    record(kFirstChunk, of_call, *std::get_if<double>(first));
  std::vector<double> intervals;
  for (const auto interval : span.chunk_intervals) intervals.push_back(seconds(interval));
  if (!intervals.empty()) record(kPerChunk, of_call, intervals);

  // The API does not tell what kind the tokens are of, and a call without an answer counts as none.
  auto of_usage = of_call;
  of_usage.push_back({"gen_ai.token.modality", std::string("unknown")});
  count(kInput, of_usage, span.number("gen_ai.usage.input_tokens"));
  count(kOutput, of_usage, span.number("gen_ai.usage.output_tokens"));
  const auto count_if_there = [&](std::string_view metric, std::string_view attribute) {
    if (span.find(attribute)) count(metric, of_usage, span.number(attribute));
  };
  count_if_there(kCacheRead, "gen_ai.usage.cache_read.input_tokens");
  count_if_there(kCacheWrite, "gen_ai.usage.cache_write.input_tokens");
  count_if_there(kReasoning, "gen_ai.usage.reasoning.output_tokens");
  const auto record_if_there = [&](std::string_view metric, std::string_view attribute) {
    if (span.find(attribute)) record(metric, of_call, static_cast<double>(span.number(attribute)));
  };
  record_if_there(kInputOfOne, "gen_ai.usage.input_tokens");
  record_if_there(kOutputOfOne, "gen_ai.usage.output_tokens");
}

SpanMetrics::Point& SpanMetrics::point(std::string_view metric,
                                       const std::vector<SpanAttribute>& attributes) {
  Points& points = metrics_[std::string(metric)];
  Json json = otlp_attributes(attributes);
  std::string key = json.dump();
  if (points.size() >= kMostPoints && !points.contains(key)) {
    json = otlp_attributes({{"otel.metric.overflow", true}});
    key = json.dump();
  }
  Point& found = points[key];
  if (found.count == 0) found.attributes = std::move(json);
  return found;
}

void SpanMetrics::count(std::string_view metric, const std::vector<SpanAttribute>& attributes,
                        std::int64_t number) {
  Point& of = point(metric, attributes);
  ++of.count;
  of.sum += static_cast<double>(number);
}

void SpanMetrics::record(std::string_view metric, const std::vector<SpanAttribute>& attributes,
                         std::span<const double> values) {
  Point& of = point(metric, attributes);
  const auto bounds = instrument(metric).bounds;
  of.buckets.resize(bounds.size() + 1);
  for (const double value : values) {
    ++of.buckets[static_cast<std::size_t>(std::lower_bound(bounds.begin(), bounds.end(), value) -
                                          bounds.begin())];
    of.sum += value;
  }
  of.count += values.size();
}

Json SpanMetrics::to_json(SystemTime now) const {
  Json list = Json::array();
  for (const auto& [name, points] : metrics_) {
    const Instrument& of = instrument(name);
    Json data = Json::array();
    for (const auto& [key, point] : points) {
      Json json = Json::object();
      if (point.attributes.size() > 0) json.set("attributes", point.attributes);
      json.set("startTimeUnixNano", otlp_time(began_));
      json.set("timeUnixNano", otlp_time(now));
      if (of.bounds.empty()) {
        json.set("asInt", std::to_string(static_cast<std::int64_t>(point.sum)));
      } else {
        json.set("count", std::to_string(point.count));
        json.set("sum", point.sum);
        Json buckets = Json::array();
        for (const std::uint64_t in_bucket : point.buckets) buckets.push_back(std::to_string(in_bucket));
        json.set("bucketCounts", std::move(buckets));
        Json bounds = Json::array();
        for (const double bound : of.bounds) bounds.push_back(bound);
        json.set("explicitBounds", std::move(bounds));
      }
      data.push_back(std::move(json));
    }
    Json aggregate = Json::object({{"dataPoints", std::move(data)}, {"aggregationTemporality", kCumulative}});
    if (of.bounds.empty()) aggregate.set("isMonotonic", true);
    list.push_back(Json::object({{"name", name},
                                 {"unit", of.unit},
                                 {of.bounds.empty() ? "sum" : "histogram", std::move(aggregate)}}));
  }
  return list;
}

}  // namespace anthropic::internal
