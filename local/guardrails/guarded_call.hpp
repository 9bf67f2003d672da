#pragma once

#include <optional>
#include <string>

#include <anthropic/json.hpp>

#include "local/guardrails/assessment.hpp"
#include "local/guardrails/guardrail_use.hpp"
#include "local/replies/composed_message.hpp"

namespace anthropic::internal::local {

/// A call of a model, and the guardrail that looks at what it is asked and at what it answers. Without a guardrail
/// everything stays as it is.
class GuardedCall {
 public:
  GuardedCall() = default;
  GuardedCall(GuardrailUse use, std::string region) : use_(std::move(use)), region_(std::move(region)) {}

  // The request as the model gets it: what is sensitive is masked.

  /// The body of InvokeModel: its texts, and the system prompt; between tags, if it has any.
  Json guard_invoke(Json body);
  /// Converse: the texts of its messages, or what of them is in guardContent; of the system prompt that alone.
  Json guard_converse(Json request);

  /// Whether the model shall not be asked at all.
  bool is_blocked() const { return input_ && input_->is_blocked(); }

  /// Masks or blocks what the model answers.
  void guard_answer(ComposedMessage& message);
  /// Has the message tell what the guardrail did.
  void report(ComposedMessage& message) const;

  const Guardrail* guardrail() const { return use_.guardrail; }

 private:
  Json invoke_trace() const;
  Json converse_trace() const;
  std::string action_reason() const;
  void block_answer(ComposedMessage& message) const;

  GuardrailUse use_;
  std::string region_;
  std::optional<Assessment> input_, output_;
  std::string model_output_;
};

}  // namespace anthropic::internal::local
