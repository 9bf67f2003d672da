#include "client/monitor/call_record_json.hpp"

#include "base/time/time_format.hpp"

namespace anthropic::internal {

Json call_record_json(const CallRecord& record, bool with_text) {
  Json json = Json::object({{"time", format_iso8601(record.started)},
                            {"model", record.model},
                            {"stream", record.stream},
                            {"duration_ms", record.duration.count()},
                            {"attempts", record.attempts},
                            {"request_id", record.request_id}});
  if (!record.trace_id.empty()) {
    json.set("trace_id", record.trace_id);
    json.set("span_id", record.span_id);
  }
  if (record.time_to_first_token) json.set("time_to_first_token_ms", record.time_to_first_token->count());
  if (record.message) {
    const Usage& usage = record.message->usage;
    json.set("input_tokens", usage.input_tokens);
    json.set("output_tokens", usage.output_tokens);
    if (usage.cache_creation_input_tokens)
      json.set("cache_creation_input_tokens", *usage.cache_creation_input_tokens);
    if (usage.cache_read_input_tokens) json.set("cache_read_input_tokens", *usage.cache_read_input_tokens);
    if (!record.message->stop_reason.empty()) json.set("stop_reason", record.message->stop_reason.name());
  }
  if (record.error) {
    json.set("error", Json::object({{"kind", to_string(record.error->kind)},
                                    {"status", record.error->status},
                                    {"code", record.error->code},
                                    {"message", record.error->message}}));
  }
  if (with_text) {
    json.set("request", record.request_body);
    if (record.message) json.set("answer", record.message->text());
  }
  return json;
}

}  // namespace anthropic::internal
