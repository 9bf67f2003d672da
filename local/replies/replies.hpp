#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/json.hpp>
#include <anthropic/result.hpp>

#include "local/guardrails/guardrail.hpp"
#include "local/replies/citations.hpp"
#include "local/replies/conversation.hpp"

namespace anthropic::internal::local {

struct ToolUse {
  std::string name;
  Json input = {};  ///< Null: an example of what the tool takes.
};

/// What to say, before max_tokens and stop sequences shorten it.
struct Reply {
  std::string thinking;             ///< Said before the text to whoever asks for thinking.
  std::string redacted_thinking;    ///< The same, encrypted; in base64.
  std::vector<std::string> chunks;  ///< The text, in the pieces it was given in.
  std::vector<Quote> quotes;        ///< What the text rests on; cited where the request wants that.
  std::vector<ToolUse> tool_uses;
  std::string stop_reason;                ///< Empty: what follows from the content.
  std::chrono::milliseconds pace{0};      ///< Between the deltas of a stream.
  std::optional<std::size_t> chunk_size;  ///< Characters a delta; unset: each chunk as it was given.
};

/// When a rule applies; what is unset matches everything.
struct Match {
  std::optional<std::string> model;   ///< Contained in the model id of the path; or a pattern with * or ?.
  std::optional<std::string> system;  ///< Contained in the system prompt.
  std::optional<std::string> user_contains;  ///< All of these: the text of the last user message.
  std::optional<std::string> user_equals;
  std::optional<std::string> user_glob;
  std::optional<bool> has_tool_result;              ///< Whether the last user message has any.
  std::optional<std::string> tool_result_of;        ///< The name of the tool, or a pattern; of one of them.
  std::optional<std::string> tool_result_contains;  ///< The same one's text.
};

struct Rule {
  Match match;
  Reply reply;
  std::unique_ptr<std::atomic<std::int64_t>> left;  ///< How often it may still answer; null: always.
};

/// A replies file: rules, of which the first that matches wins, or answers that are given in order; and beside
/// rules the guardrails that requests can name.
class Replies {
 public:
  /// Reads {"rules": [{"match": {…}, "reply": {…}, "times": 1}, …], "guardrails": {…}} or ["a text", {…a reply…}, …].
  /// Fails with
  /// ErrorKind::configuration, naming the place.
  static Result<Replies> parse(std::string_view json_text);

  /// Null if no rule matches. Of answers in order it takes the next one; the last one again when there are no
  /// more. Thread-safe.
  const Reply* find(std::string_view model, const Conversation& conversation) const;

  const Guardrails& guardrails() const { return guardrails_; }

 private:
  static Result<Replies> in_order(const Json& list);

  std::vector<Rule> rules_;
  Guardrails guardrails_;
  std::vector<Reply> in_order_;
  std::unique_ptr<std::atomic<std::size_t>> next_;  // of in_order_; there if that is not empty
};

/// The answer when no rule matches: it says that this is not Claude.
Reply builtin_reply(const Json& body, const Conversation& conversation);

}  // namespace anthropic::internal::local
