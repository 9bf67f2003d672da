#include "commands/logs/call_text.hpp"

#include "base/time/time_format.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

using operations::CallLogSource;
using operations::LoggedCall;

std::string time_text(const std::optional<SystemTime>& time) {
  return time ? format_iso8601(*time) : std::string("-");
}

void add(std::string& line, std::string_view name, const std::optional<std::int64_t>& value) {
  if (value) line += " " + std::string(name) + "=" + std::to_string(*value);
}

void add(std::string& line, std::string_view name, const std::string& value) {
  if (!value.empty()) line += " " + std::string(name) + "=" + value;
}

template <class T>
void set(Json& json, std::string_view name, const std::optional<T>& value) {
  if (value) json.set(name, *value);
}

void set(Json& json, std::string_view name, const std::string& value) {
  if (!value.empty()) json.set(name, value);
}

void set(Json& json, std::string_view name, const Json& value) {
  if (!value.is_null()) json.set(name, value);
}

}  // namespace

std::string call_line(const LoggedCall& call) {
  std::string line = time_text(call.time) + " " + call.model;
  if (call.duration_ms) line += " " + std::to_string(*call.duration_ms) + " ms";
  add(line, "first_token_ms", call.time_to_first_token_ms);
  add(line, "in", call.input_tokens);
  add(line, "cache_read", call.cache_read_tokens);
  add(line, "cache_write", call.cache_write_tokens);
  add(line, "out", call.output_tokens);
  add(line, "stop", call.stop_reason);
  add(line, "caller", call.caller);
  for (const auto& [name, value] : call.metadata) add(line, name, value);
  add(line, "request_id", call.request_id);
  if (!call.error.empty()) line += " ERROR " + call.error + ": " + call.error_message;
  return on_one_line(line) + "\n";
}

Json call_json(const LoggedCall& call) {
  Json json =
      Json::object({{"source", call.source == CallLogSource::monitor ? "monitor" : "invocation_log"}});
  if (call.time) json.set("time", format_iso8601(*call.time));
  set(json, "model", call.model);
  set(json, "operation", call.operation);
  set(json, "caller", call.caller);
  set(json, "region", call.region);
  set(json, "inference_region", call.inference_region);
  set(json, "request_id", call.request_id);
  set(json, "duration_ms", call.duration_ms);
  set(json, "time_to_first_token_ms", call.time_to_first_token_ms);
  set(json, "input_tokens", call.input_tokens);
  set(json, "cache_read_tokens", call.cache_read_tokens);
  set(json, "cache_write_tokens", call.cache_write_tokens);
  set(json, "output_tokens", call.output_tokens);
  set(json, "stop_reason", call.stop_reason);
  set(json, "error", call.error);
  set(json, "error_message", call.error_message);
  if (!call.metadata.empty()) {
    Json metadata = Json::object();
    for (const auto& [name, value] : call.metadata) metadata.set(name, value);
    json.set("metadata", std::move(metadata));
  }
  set(json, "request", call.request);
  set(json, "answer", call.answer);
  set(json, "extra", call.extra);
  return json;
}

}  // namespace anthropic::internal::cli
