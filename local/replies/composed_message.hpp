#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/json.hpp>

#include "local/replies/prompt_cache.hpp"
#include "local/replies/replies.hpp"

namespace anthropic::internal::local {

/// What answers of Anthropic's own API have, and Bedrock's do not.
struct ApiMembers {
  std::string service_tier = "standard";
  std::string inference_geo = "not_available";
  std::string speed = "standard";
  Json diagnostics = {};
  bool has_credit_token = false;           ///< The request has a `fallback_credit_token`.
  bool has_context_management = false;     ///< The request names its beta.
  bool has_input_transformations = false;  ///< The request names the beta that shows them.
};

/// An answer as it will be sent: a reply after max_tokens and the stop sequences had their say.
struct ComposedMessage {
  std::string id;                            ///< "msg_local_000000000001"
  std::string model;                         ///< The first-party id, as Bedrock reports it.
  std::optional<std::string> thinking = {};  ///< Unset: no such block. Empty: one without its text.
  std::string redacted_thinking;             ///< Empty: no such block.
  Json::Array citations = {};                ///< What the text rests on.
  std::vector<std::string> deltas;           ///< The text, in the pieces of a stream. None: no text block.
  std::vector<ToolUse> tool_uses;
  std::string compaction = {};   ///< A summary of the conversation, alone. Empty: none.
  std::string stop_reason;       ///< Of the Messages API, or of Converse alone.
  std::string stop_sequence;     ///< Empty: null.
  std::size_t input_tokens = 0;  ///< Without those of the cache.
  CachedInput cached = {};
  std::size_t output_tokens = 0;
  std::size_t thinking_tokens = 0;  ///< Of output_tokens.
  bool edits_context = false;       ///< The request has `context_management`.
  std::optional<ApiMembers> api = {};
  std::chrono::milliseconds pace{0};
  Json invoke_extra = {};    ///< What Bedrock adds to an answer of the Messages API; null: nothing.
  Json converse_trace = {};  ///< The same of Converse, its "trace".

  std::string text() const;
  /// How long a stream of it takes.
  std::chrono::milliseconds latency() const;
  /// The id of the tool call at an index, derived from the message's own.
  std::string tool_use_id(std::size_t index) const;
};

/// A guardrail's own words in place of the model's answer, which took no tokens.
ComposedMessage compose_blocked(std::string words, std::string_view model, std::uint64_t number);

/// Pieces of `size` characters, or one.
void split_into(std::string_view text, std::optional<std::size_t> size, std::vector<std::string>& deltas);

/// The stop reason of an answer that a guardrail has blocked.
inline constexpr const char* kGuardrailIntervened = "guardrail_intervened";

/// Applies the limits in a valid request body to a reply. `number` makes the message's id.
ComposedMessage compose(const Reply& reply, const Json& body, std::string_view model, std::uint64_t number);

/// Makes the answer the summary of a conversation that is to be compacted.
void compact(ComposedMessage& message);

/// The member "usage", at the beginning of an answer or at its end.
Json usage_json(const ComposedMessage& message, std::size_t output_tokens);
/// The same as the last event of a stream but one has it.
Json delta_usage_json(const ComposedMessage& message);
/// The member "stop_details": null unless Claude refused.
Json stop_details_json(const ComposedMessage& message);
/// Adds the members that follow "usage".
void add_last_members(const ComposedMessage& message, Json& json);
/// A block of the type compaction, with or without its summary.
Json compaction_json(const Json& summary);
/// A block of the type text.
Json text_json(const ComposedMessage& message, std::string_view text, Json::Array citations);
/// A block of the type tool_use, with `input`.
Json tool_use_json(const ComposedMessage& message, std::size_t index, Json input);

/// The message's stop reason as the Messages API has it: of "guardrail_intervened" it says "end_turn", of
/// "content_filtered" "refusal".
std::string_view messages_stop_reason(const ComposedMessage& message);

/// The blocks of the message as the Messages API has them.
Json content_json(const ComposedMessage& message);

/// The message as the Messages API has it.
Json message_json(const ComposedMessage& message);

/// The body of an InvokeModel answer.
std::string message_body(const ComposedMessage& message);

}  // namespace anthropic::internal::local
