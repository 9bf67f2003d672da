#include "commands/batch/remote/message_batches_state.hpp"

#include <algorithm>
#include <unistd.h>

#include <anthropic/json.hpp>

#include "base/file/files.hpp"
#include "base/text/time_format.hpp"
#include "errors/report_error.hpp"

namespace anthropic::cli {
namespace {

std::uint64_t line_in(const Json& json) {
  return static_cast<std::uint64_t>(json.as_int64().value_or(0));
}

}  // namespace

std::string message_batches_file(const std::string& out) {
  return out + ".batches";
}

Result<MessageBatchesState> read_message_batches(const std::string& out) {
  const std::string file = message_batches_file(out);
  const Result<std::optional<std::string>> text = RealFiles().read(file);
  if (!text) return usage_error(text.error().message);
  MessageBatchesState state;
  if (!*text) return state;
  const Result<Json> json = Json::parse(**text);
  if (!json || !(*json)["submitted"].is_array())
    return usage_error(file + " does not say which batches are under way",
                       "name one with --job ID, or move that file away to begin anew");
  for (const Json& batch : (*json)["submitted"].items())
    state.submitted.push_back({batch["id"].string_or(""), line_in(batch["last_line"])});
  const Json& pending = (*json)["pending"];
  state.pending_requests = pending["requests"].as_int64().value_or(0);
  state.pending_last_line = line_in(pending["last_line"]);
  state.pending_since = pending["since"].string_or("");
  return state;
}

Result<void> write_message_batches(const std::string& out, const MessageBatchesState& state) {
  Json submitted = Json::array();
  for (const auto& batch : state.submitted)
    submitted.push_back(Json::object({{"id", batch.id}, {"last_line", batch.last_line}}));
  Json json = Json::object({{"submitted", std::move(submitted)}});
  if (state.pending_requests != 0) {
    json.set("pending", Json::object({{"requests", state.pending_requests},
                                      {"last_line", state.pending_last_line},
                                      {"since", state.pending_since}}));
  }
  const Result<void> written = RealFiles().replace(message_batches_file(out), json.dump() + "\n", 0600);
  return written ? written : usage_error(written.error().message);
}

void forget_message_batches(const std::string& out) {
  ::unlink(message_batches_file(out).c_str());
}

Result<void> settle_pending(const MessageBatches& batches, MessageBatchesState& state,
                            const RequestOptions& options) {
  if (state.pending_requests == 0) return {};
  // Clocks differ a little.
  constexpr auto kTolerance = std::chrono::minutes(2);
  const auto since = parse_iso8601(state.pending_since);
  const Result<Page<MessageBatch>> newest = batches.list({.limit = 100}, options);
  if (!newest) return newest.error();
  for (const MessageBatch& batch : newest->data) {
    const MessageBatchRequestCounts& counts = batch.request_counts;
    const std::int64_t requests =
        counts.processing + counts.succeeded + counts.errored + counts.canceled + counts.expired;
    const auto created = parse_iso8601(batch.created_at);
    const bool is_known = std::any_of(state.submitted.begin(), state.submitted.end(),
                                      [&](const auto& submitted) { return submitted.id == batch.id; });
    if (is_known || requests != state.pending_requests || !created || !since ||
        *created < *since - kTolerance)
      continue;
    state.submitted.push_back({batch.id, state.pending_last_line});
    break;
  }
  state.pending_requests = 0;
  return {};
}

}  // namespace anthropic::cli
