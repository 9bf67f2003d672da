#pragma once

#include <optional>
#include <string>
#include <variant>

#include <anthropic/headers.hpp>
#include <anthropic/json.hpp>

#include "local/checks/json_check.hpp"
#include "local/guardrails/assessment.hpp"
#include "local/guardrails/guardrail.hpp"

namespace anthropic::internal::local {

/// The guardrail that a request names, and how it wants it.
struct GuardrailUse {
  const Guardrail* guardrail = nullptr;  ///< Null: none.
  std::optional<Scope> trace = {};       ///< What the answer tells of it; unset: nothing.
  bool is_async = false;                 ///< A stream does not wait for it.
  std::string tag_suffix = {};  ///< Of the tags around what it looks at; empty: it looks at everything.
};

/// Of InvokeModel and of the runtime's Messages endpoint: from headers, and from "amazon-bedrock-guardrailConfig", which it takes out of the body.
std::variant<GuardrailUse, Refusal> read_invoke_guardrail(const Headers& headers, Json& body,
                                                          bool is_streamed, const Guardrails& guardrails);

/// Of Converse: from a guardrailConfig, which may be null.
std::variant<GuardrailUse, Refusal> read_converse_guardrail(const Json& config, bool is_streamed,
                                                            const Guardrails& guardrails);

/// What is said of a guardrail that is not there.
inline constexpr const char* kNoSuchGuardrail =
    "The guardrail identifier or version provided in the request does not exist.";

}  // namespace anthropic::internal::local
