#pragma once

#include <string>
#include <string_view>

#include <anthropic/headers.hpp>

namespace anthropic::internal {

/// The first header field of that name, in upper or lower case; null if there is none.
const std::string* find_header(const Headers& headers, std::string_view name);
/// Replaces every field of that name with one; an empty value removes them.
void set_header(Headers& headers, std::string_view name, std::string value);

}  // namespace anthropic::internal
