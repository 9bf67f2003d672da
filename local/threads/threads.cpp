#include "local/threads/threads.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "local/threads/breakpoints.hpp"

// Anthropic's page "Message threads" (2026-11), the errors of @anthropic-ai/sdk 1.14 and what its helper does.

namespace anthropic::internal::local {
namespace {

constexpr std::size_t kMostThreads = 1'000;
constexpr std::size_t kMostBytes = std::size_t{64} << 20;
constexpr std::chrono::minutes kLifetime{5};
constexpr std::string_view kBillingLine = "x-anthropic-billing-header:";

Refusal refusal_of(int status, std::string_view error_code, std::string message) {
  Refusal refusal{.status = status, .code = "", .message = std::move(message)};
  refusal.details = Json::object({{"error_code", error_code}});
  return refusal;
}

Refusal not_found() {
  return refusal_of(404, "thread_not_found",
                    "No thread state was found for the requested `previous_message_id`. Replay the full "
                    "conversation with thread: {\"type\": \"create\"} to start a new Thread.");
}

Refusal already_continued() {
  return refusal_of(400, "thread_already_continued",
                    "The response named by `previous_message_id` has already been continued. Continue from "
                    "the Thread's most recent response.");
}

std::string previous_id(const Json& turn) {
  return turn["thread"]["previous_message_id"].string_or("");
}

bool is_continued(const Json& turn) {
  return turn["thread"]["type"].as_string() == "continue";
}

/// A system prompt without the line with which Claude Code begins it, and which differs from turn to turn.
Json without_billing_line(const Json& system) {
  if (!system.is_array()) return system;
  Json::Array blocks;
  for (const Json& block : system.items()) {
    if (!block["text"].string_or("").starts_with(kBillingLine)) blocks.push_back(block);
  }
  return blocks.empty() ? Json() : Json(std::move(blocks));
}

/// Claude Code sends an edit that keeps all with each turn of its threads.
bool edits_context(const Json& context_management) {
  const Json::Array& edits = context_management["edits"].items();
  return std::any_of(edits.begin(), edits.end(),
                     [](const Json& edit) { return edit["keep"].as_string() != "all"; });
}

/// The members of a turn that differ from those that the thread was created with.
std::string differing_fields(const Json& kept, const Json& turn) {
  std::string names;
  const auto compare = [&](const char* name, const Json& mine, const Json& theirs, bool may_be_left_out) {
    if (may_be_left_out && mine.is_null()) return;
    if (mine.dump() == theirs.dump()) return;
    if (!names.empty()) names += ", ";
    names += name;
  };
  compare("model", turn["model"], kept["model"], false);
  compare("system", without_billing_line(turn["system"]), without_billing_line(kept["system"]), true);
  compare("tools", turn["tools"], kept["tools"], true);
  compare("output_config", turn["output_config"], kept["output_config"], false);
  return names;
}

}  // namespace

std::variant<Json, Refusal> Threads::take(const Json& turn, SystemTime now) {
  if (edits_context(turn["context_management"])) {
    Refusal refusal = refusal_of(400, "thread_unsupported_request",
                                 "thread: context_management is not supported on a Thread");
    refusal.details.set("unsupported", Json::array({"context_management"}));
    return refusal;
  }
  if (!is_continued(turn)) return turn;
  const std::lock_guard lock(mutex_);
  const auto found = states_.find(previous_id(turn));
  if (found == states_.end() || found->second.until <= now) return not_found();
  State& state = found->second;
  if (state.is_continued) return already_continued();
  if (const std::string names = differing_fields(state.body, turn); !names.empty())
    return refusal_of(400, "thread_fingerprint_mismatch",
                      "thread: the request differs from the Thread in the differing field(s): " + names);
  Json whole = turn;
  Json::Array messages = state.body["messages"].items();
  for (const Json& message : turn["messages"].items()) messages.push_back(message);
  whole.set("messages", Json(std::move(messages)));
  for (const char* name : {"system", "tools"}) {
    if (!state.body[name].is_null()) whole.set(name, state.body[name]);
  }
  state.is_continued = true;
  return whole;
}

void Threads::keep(const Json& whole, const std::string& id, const Json& answer_content, SystemTime now) {
  Json body = Json::object();
  for (const char* name : {"model", "system", "tools", "output_config"}) {
    if (whole.contains(name)) body.set(name, whole[name]);
  }
  Json messages = without_breakpoints(whole["messages"]);
  messages.push_back(Json::object({{"role", "assistant"}, {"content", answer_content}}));
  body.set("messages", std::move(messages));

  const std::lock_guard lock(mutex_);
  const SystemTime until = now + kLifetime;
  // Of what was continued only that it was is kept.
  if (const auto previous = states_.find(previous_id(whole)); previous != states_.end())
    set(previous->second, {.body = {}, .until = until, .is_continued = true});
  const std::size_t bytes = body.dump().size();
  set(states_[id], {.body = std::move(body), .until = until, .bytes = bytes});
  order_.push_back(id);
  while (order_.size() > 1 && (order_.size() > kMostThreads || bytes_ > kMostBytes)) forget_oldest();
}

void Threads::set(State& state, State value) {
  bytes_ = bytes_ - state.bytes + value.bytes;
  state = std::move(value);
}

void Threads::forget_oldest() {
  const auto found = states_.find(order_.front());
  bytes_ -= found->second.bytes;
  states_.erase(found);
  order_.pop_front();
}

void Threads::give_back(const Json& turn) {
  if (!is_continued(turn)) return;
  const std::lock_guard lock(mutex_);
  if (const auto found = states_.find(previous_id(turn)); found != states_.end())
    found->second.is_continued = false;
}

}  // namespace anthropic::internal::local
