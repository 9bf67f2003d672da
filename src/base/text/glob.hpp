#pragma once

#include <string_view>

namespace anthropic::internal {

/// Whether a text is one that a pattern means: '*' stands for any characters, '?' for one.
bool glob_matches(std::string_view pattern, std::string_view text);

}  // namespace anthropic::internal
