#pragma once

#include <string_view>

namespace anthropic::internal {

/// The value of a request's header as it may be logged: "***" unless the name is on the list of harmless ones.
std::string_view loggable_header(std::string_view name, std::string_view value);

}  // namespace anthropic::internal
