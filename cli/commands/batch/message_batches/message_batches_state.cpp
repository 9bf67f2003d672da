#include "commands/batch/message_batches/message_batches_state.hpp"

#include <algorithm>
#include <utility>

#include <anthropic/json.hpp>

#include "base/time/time_format.hpp"
#include "errors/report_error.hpp"

namespace anthropic::internal::cli {
namespace {

std::uint64_t line_in(const Json& json) {
  return static_cast<std::uint64_t>(json.as_int64().value_or(0));
}

}  // namespace

StateFile message_batches_file(const std::string& out) {
  return {out, ".batches"};
}

Result<MessageBatchesState> read_message_batches(const StateFile& file) {
  const Result<std::optional<Json>> kept = file.read();
  if (!kept) return kept.error();
  MessageBatchesState state;
  if (!*kept) return state;
  const Json& json = **kept;
  if (!json["submitted"].is_array())
    return usage_error(file.path() + " does not say which batches are under way",
                       "name one with --job ID, or move that file away to begin anew");
  for (const Json& batch : json["submitted"].items())
    state.submitted.push_back({batch["id"].string_or(""), line_in(batch["last_line"])});
  const Json& pending = json["pending"];
  state.pending_requests = pending["requests"].as_int64().value_or(0);
  state.pending_last_line = line_in(pending["last_line"]);
  state.pending_since = pending["since"].string_or("");
  return state;
}

Json MessageBatchesState::to_json() const {
  Json batches = Json::array();
  for (const Submitted& batch : submitted)
    batches.push_back(Json::object({{"id", batch.id}, {"last_line", batch.last_line}}));
  Json json = Json::object({{"submitted", std::move(batches)}});
  if (pending_requests == 0) return json;
  json.set("pending",
           Json::object(
               {{"requests", pending_requests}, {"last_line", pending_last_line}, {"since", pending_since}}));
  return json;
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

}  // namespace anthropic::internal::cli
