#pragma once

#include <string>
#include <string_view>

namespace anthropic::internal {

/// The bytes as a gzip file; empty if there is not enough memory.
std::string gzip(std::string_view bytes);

}  // namespace anthropic::internal
