#pragma once

#include <initializer_list>
#include <string_view>

namespace anthropic::internal {

/// Whether one of these words is in a usage type, in upper or lower case.
bool has_word(std::string_view usage_type, std::initializer_list<std::string_view> words);

/// Whether it is reserved throughput, a stored model or the like.
bool is_no_use_of_tokens(std::string_view usage_type);

}  // namespace anthropic::internal
