#pragma once

#include <algorithm>

#include <anthropic/json.hpp>

namespace anthropic::internal::local {

/// Whether a guardrail's policies look at a text block: it has no qualifiers, or "guard_content" among them. What
/// is a source or a query alone serves contextual grounding, which the endpoint does not do.
inline bool is_guarded(const Json& text_block) {
  const Json::Array& qualifiers = text_block["qualifiers"].items();
  return qualifiers.empty() || std::any_of(qualifiers.begin(), qualifiers.end(), [](const Json& qualifier) {
           return qualifier.as_string() == "guard_content";
         });
}

}  // namespace anthropic::internal::local
