#pragma once

#include <string_view>
#include <variant>

#include <anthropic/json.hpp>

#include "local/bedrock/route.hpp"
#include "local/guardrails/guardrail.hpp"
#include "local/server/refusal.hpp"

namespace anthropic::internal::local {

/// ApplyGuardrail: what a guardrail makes of texts, without a model.
std::variant<Json, Refusal> apply_guardrail(const Route& route, std::string_view body,
                                            std::string_view region, const Guardrails& guardrails);

}  // namespace anthropic::internal::local
