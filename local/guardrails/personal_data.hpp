#pragma once

#include <optional>
#include <string_view>

namespace anthropic::internal::local {

/// What a guardrail calls a kind of personal data, "EMAIL".
bool is_personal_data(std::string_view name);

/// A regular expression that finds the common forms of it; null where no pattern can ("NAME").
std::optional<std::string_view> pattern_of_personal_data(std::string_view name);

}  // namespace anthropic::internal::local
