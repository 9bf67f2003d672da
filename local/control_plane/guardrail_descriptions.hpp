#pragma once

#include <string_view>
#include <variant>

#include <anthropic/json.hpp>

#include "base/time/clock.hpp"
#include "local/bedrock/route.hpp"
#include "local/guardrails/guardrail.hpp"
#include "local/server/refusal.hpp"

namespace anthropic::internal::local {

/// Of the operations get_guardrail and list_guardrails: what the control plane tells of the replies file's guardrails, which
/// are as old as the endpoint.
std::variant<Json, Refusal> describe_guardrails(const Route& route, const Guardrails& guardrails,
                                                std::string_view region, SystemTime made);

}  // namespace anthropic::internal::local
