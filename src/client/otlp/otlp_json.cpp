#include "client/otlp/otlp_json.hpp"

#include <anthropic/version.hpp>

#include "base/text/utf8.hpp"

namespace anthropic::internal {
namespace {

using std::chrono::duration_cast;
using std::chrono::nanoseconds;

/// A collector takes nothing else; what a proxy sends may hold any bytes.
struct ValueWriter {
  Json operator()(const std::string& text) const {
    return Json::object({{"stringValue", to_valid_utf8(text)}});
  }
  Json operator()(bool value) const { return Json::object({{"boolValue", value}}); }
  Json operator()(std::int64_t number) const { return Json::object({{"intValue", std::to_string(number)}}); }
  Json operator()(double number) const { return Json::object({{"doubleValue", number}}); }
  Json operator()(const std::vector<std::string>& texts) const {
    Json values = Json::array();
    for (const std::string& text : texts) values.push_back((*this)(text));
    return Json::object({{"arrayValue", Json::object({{"values", std::move(values)}})}});
  }
};

Json resource_of(const std::vector<SpanAttribute>& attributes) {
  return Json::object({{"attributes", otlp_attributes(attributes)}});
}

Json scope() {
  return Json::object({{"name", "anthropic-bedrock-cpp"}, {"version", ANTHROPIC_VERSION}});
}

}  // namespace

Json otlp_attributes(const std::vector<SpanAttribute>& attributes) {
  Json list = Json::array();
  for (const auto& [name, value] : attributes)
    list.push_back(Json::object({{"key", to_valid_utf8(name)}, {"value", std::visit(ValueWriter(), value)}}));
  return list;
}

std::string otlp_time(SystemTime time) {
  return std::to_string(duration_cast<nanoseconds>(time.time_since_epoch()).count());
}

std::string otlp_span(const Span& span) {
  const SystemTime ended = span.started + duration_cast<SystemTime::duration>(span.duration);
  Json json = Json::object({{"traceId", span.trace_id}, {"spanId", span.span_id}});
  if (!span.trace_state.empty()) json.set("traceState", to_valid_utf8(span.trace_state));
  if (!span.parent_span_id.empty()) json.set("parentSpanId", span.parent_span_id);
  json.set("flags", span.sampled ? 1 : 0);
  json.set("name", to_valid_utf8(span.name));
  json.set("kind", static_cast<int>(span.kind));
  json.set("startTimeUnixNano", otlp_time(span.started));
  json.set("endTimeUnixNano", otlp_time(ended));
  json.set("attributes", otlp_attributes(span.attributes));
  Json status = Json::object({{"code", static_cast<int>(span.status)}});
  if (!span.status_message.empty()) status.set("message", to_valid_utf8(span.status_message));
  json.set("status", std::move(status));
  return json.dump();
}

std::string otlp_traces(const std::vector<SpanAttribute>& resource, const std::vector<std::string>& spans) {
  std::string text = R"({"resourceSpans":[{"resource":)" + resource_of(resource).dump() +
                     R"(,"scopeSpans":[{"scope":)" + scope().dump() + R"(,"spans":[)";
  for (const std::string& span : spans) {
    if (&span != &spans.front()) text += ',';
    text += span;
  }
  return text + "]}]}]}";
}

std::string otlp_metrics(const std::vector<SpanAttribute>& resource, Json metrics) {
  Json scoped = Json::object({{"scope", scope()}, {"metrics", std::move(metrics)}});
  Json of_resource =
      Json::object({{"resource", resource_of(resource)}, {"scopeMetrics", Json::array({std::move(scoped)})}});
  return Json::object({{"resourceMetrics", Json::array({std::move(of_resource)})}}).dump();
}

}  // namespace anthropic::internal
