#include <anthropic/operations/logs.hpp>

#include "base/time/time_format.hpp"
#include "wire/json/fields.hpp"

namespace anthropic::internal {
namespace {

using operations::CallLogSource;
using operations::LoggedCall;

std::optional<SystemTime> take_time(Json& object, std::string_view name) {
  const auto time = parse_iso8601(object[name].string_or(""));
  if (time) object.erase(name);
  return time;
}

/// A member of a member; the member goes with its last one.
Json take_inner(Json& object, std::string_view outer, std::string_view name) {
  Json* inner = object.find(outer);
  if (!inner || !inner->is_object()) return {};
  Json taken = take(*inner, name);
  if (inner->empty()) object.erase(outer);
  return taken;
}

LoggedCall call_of_monitor(Json record) {
  LoggedCall call{.source = CallLogSource::monitor,
                  .time = take_time(record, "time"),
                  .model = take_text(record, "model"),
                  .request_id = take_text(record, "request_id"),
                  .duration_ms = take_int64(record, "duration_ms"),
                  .time_to_first_token_ms = take_int64(record, "time_to_first_token_ms"),
                  .input_tokens = take_int64(record, "input_tokens"),
                  .output_tokens = take_int64(record, "output_tokens"),
                  .cache_read_tokens = take_int64(record, "cache_read_input_tokens"),
                  .cache_write_tokens = take_int64(record, "cache_creation_input_tokens"),
                  .stop_reason = take_text(record, "stop_reason")};
  const Json error = record["error"];
  call.error = error["code"].string_or("");
  if (call.error.empty()) call.error = error["kind"].string_or("");
  call.error_message = error["message"].string_or("");
  call.request = take(record, "request");
  call.answer = take(record, "answer");
  call.extra = rest(std::move(record));
  return call;
}

LoggedCall call_of_invocation_log(Json record) {
  record.erase("schemaType");
  LoggedCall call{.source = CallLogSource::invocation_log,
                  .time = take_time(record, "timestamp"),
                  .model = take_text(record, "modelId"),
                  .operation = take_text(record, "operation"),
                  .caller = take_inner(record, "identity", "arn").string_or(""),
                  .region = take_text(record, "region"),
                  .inference_region = take_text(record, "inferenceRegion"),
                  .request_id = take_text(record, "requestId"),
                  .input_tokens = take_inner(record, "input", "inputTokenCount").as_int64(),
                  .output_tokens = take_inner(record, "output", "outputTokenCount").as_int64(),
                  .cache_read_tokens = take_inner(record, "input", "cacheReadInputTokenCount").as_int64(),
                  .cache_write_tokens = take_inner(record, "input", "cacheWriteInputTokenCount").as_int64(),
                  .error = take_text(record, "errorCode"),
                  .error_message = take_text(record, "errorMessage")};
  call.request = take_inner(record, "input", "inputBodyJson");
  call.answer = take_inner(record, "output", "outputBodyJson");
  call.duration_ms = call.answer["metrics"]["latencyMs"].as_int64();  // Converse's
  call.stop_reason = call.answer["stop_reason"].string_or(call.answer["stopReason"].string_or(""));
  const Json metadata = take(record, "requestMetadata");
  for (const auto& [name, value] : metadata.members())
    call.metadata.insert_or_assign(name, value.string_or(""));
  call.extra = rest(std::move(record));
  return call;
}

}  // namespace
}  // namespace anthropic::internal

namespace anthropic::inline v0::operations {

using namespace internal;

std::optional<LoggedCall> read_logged_call(std::string_view message) {
  auto record = Json::parse(message);
  if (!record || !record->is_object()) return std::nullopt;
  if ((*record)["schemaType"].string_or("") == "ModelInvocationLog")
    return call_of_invocation_log(*std::move(record));
  if ((*record)["model"].is_string() && (*record)["duration_ms"].is_number())
    return call_of_monitor(*std::move(record));
  return std::nullopt;
}

}  // namespace anthropic::inline v0::operations
