#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace anthropic::internal::local {

/// A text that a regular expression of ECMAScript matches: the first alternative, the fewest repetitions, and
/// `more` for each that has no end. Looks ahead and behind are taken to agree with the rest. Empty if the expression
/// is broken, or the text would be long.
std::optional<std::string> pattern_example(std::string_view pattern, std::size_t more);

}  // namespace anthropic::internal::local
