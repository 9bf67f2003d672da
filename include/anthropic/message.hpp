#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <anthropic/content_block.hpp>
#include <anthropic/json.hpp>
#include <anthropic/lifetime_bound.hpp>

// The values of the Messages API: what you send to Claude and what Claude answers.
// https://docs.claude.com/en/api/messages
//
// All are plain values. Each keeps whatever a server sends that this version does not know, in `extra` or in
// an Unknown alternative, so that received data can always be sent back unchanged. The blocks themselves are
// in content_block.hpp.

namespace anthropic::inline v0 {

/// Who speaks: "user" or "assistant", "system" where the model takes it (or what the API adds).
class Role {
 public:
  static constexpr std::string_view user = "user";
  static constexpr std::string_view assistant = "assistant";
  static constexpr std::string_view system = "system";

  Role(const char* name) : name_(name) {}
  Role(std::string name) : name_(std::move(name)) {}
  Role(std::string_view name) : name_(name) {}

  const std::string& name() const ANTHROPIC_LIFETIME_BOUND { return name_; }
  friend bool operator==(const Role& a, const Role& b) { return a.name_ == b.name_; }
  friend bool operator==(const Role& a, std::string_view b) { return a.name_ == b; }
  friend std::ostream& operator<<(std::ostream& out, const Role& role);

 private:
  std::string name_;
};

/// One turn of a conversation: `{"user", "Hello"}`.
struct MessageParam {
  Role role = Role::user;
  Content content = "";
  Json extra = {};

  /// The user turn that answers tool calls, with one result for each.
  static MessageParam tool_results(std::vector<ToolResultBlock> results);
  /// A message of the role "system" that shows Claude nothing and sets the effort ("low") from the user's next
  /// turn on; behind a turn of the user's, for its answer. Needs the beta
  /// mid-conversation-output-config-2026-07-01.
  static MessageParam effort_from_here(std::string effort);
  /// An instruction with the weight of the system prompt, for the user's turn that it follows: Claude does not
  /// see it any more once there is a later one. Keep it in the history as it is. Needs the beta
  /// mid-conversation-system-clear-at-2026-08-21. For one that stays write `{"system", "…"}`.
  static MessageParam system_for_this_turn(Content text);

  Json to_json() const;
  static MessageParam from_json(Json json);
};

/// Why Claude stopped. Open: reasons that are not listed here are kept unchanged.
class StopReason {
 public:
  static constexpr std::string_view end_turn = "end_turn";
  static constexpr std::string_view max_tokens = "max_tokens";
  static constexpr std::string_view stop_sequence = "stop_sequence";
  static constexpr std::string_view tool_use = "tool_use";
  static constexpr std::string_view pause_turn = "pause_turn";
  static constexpr std::string_view refusal = "refusal";
  static constexpr std::string_view compaction = "compaction";
  static constexpr std::string_view model_context_window_exceeded = "model_context_window_exceeded";

  StopReason() = default;
  StopReason(std::string name) : name_(std::move(name)) {}

  /// Empty while a streamed message is not finished.
  const std::string& name() const ANTHROPIC_LIFETIME_BOUND { return name_; }
  bool empty() const { return name_.empty(); }
  /// Whether a limit cut the answer off: max_tokens or the model's context window.
  bool is_limit() const { return name_ == max_tokens || name_ == model_context_window_exceeded; }
  friend bool operator==(const StopReason& a, const StopReason& b) { return a.name_ == b.name_; }
  friend bool operator==(const StopReason& a, std::string_view b) { return a.name_ == b; }
  friend std::ostream& operator<<(std::ostream& out, const StopReason& reason);

 private:
  std::string name_ = {};
};

/// Why an answer was refused, if the server reports it.
struct RefusalStopDetails {
  std::string type = "refusal";
  std::optional<std::string> category = {};  ///< For example "cyber".
  std::optional<std::string> explanation = {};
  Json extra = {};
};

/// What was written to the prompt cache, by lifetime.
struct CacheCreation {
  std::int64_t ephemeral_5m_input_tokens = 0;
  std::int64_t ephemeral_1h_input_tokens = 0;
  Json extra = {};
};

/// How often tools that run on the server were used.
struct ServerToolUsage {
  std::int64_t web_search_requests = 0;
  std::int64_t web_fetch_requests = 0;
  Json extra = {};
};

struct OutputTokensDetails {
  std::int64_t thinking_tokens = 0;  ///< Of `output_tokens`.
  Json extra = {};
};

/// What the call is billed for. Cached input is counted apart from `input_tokens`.
struct Usage {
  std::int64_t input_tokens = 0;
  std::int64_t output_tokens = 0;
  std::optional<std::int64_t> cache_creation_input_tokens = {};
  std::optional<std::int64_t> cache_read_input_tokens = {};
  std::optional<CacheCreation> cache_creation = {};
  std::optional<ServerToolUsage> server_tool_use = {};
  std::optional<OutputTokensDetails> output_tokens_details = {};
  std::optional<std::string> service_tier = {};   ///< The tier used: "standard", "priority" or "batch".
  std::optional<std::string> inference_geo = {};  ///< Where it ran, if the server says so.
  std::optional<std::string> speed = {};          ///< "standard" or "fast".
  Json extra = {};

  Json to_json() const;
  /// Prints to_json().
  friend std::ostream& operator<<(std::ostream& out, const Usage& usage);
};

/// Claude's answer.
struct Message {
  std::string id = {};
  Role role = Role::assistant;
  std::vector<ContentBlock> content = {};
  std::string model = {};  ///< As the server names it, which may differ from what was asked for.
  StopReason stop_reason = {};
  std::optional<std::string> stop_sequence = {};  ///< Which of the request's stop sequences was met.
  std::optional<RefusalStopDetails> stop_details = {};
  Usage usage = {};
  Json extra = {};  ///< For example "container" and "context_management".
  /// The transport's request id (`x-amzn-requestid` on Bedrock); what AWS's support asks for. Not part of the
  /// JSON.
  std::string request_id = {};

  /// All text blocks, joined without a separator.
  std::string text() const;
  /// All visible thinking, joined without a separator.
  std::string thinking() const;
  /// The tools that Claude asks you to run, in order; empty if there are none.
  std::vector<ToolUseBlock> tool_uses() const;
  /// This answer as the assistant's turn, for the next request's `messages`. It is complete: members that
  /// only an answer may have are removed later, when it is sent to a server that refuses them.
  MessageParam to_param() const;

  Json to_json() const;
  /// Fails with `response_validation` if it is no message, or has a tool_use without id or name, which could
  /// neither be run nor answered.
  static Result<Message> from_json(Json json);
};

}  // namespace anthropic::inline v0
