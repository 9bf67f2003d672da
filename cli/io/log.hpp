#pragma once

#include <string_view>

#include <anthropic/log.hpp>

namespace anthropic::internal::cli {

/// A line of the library's log.
void log_to_standard_error(LogLevel level, std::string_view line);

}  // namespace anthropic::internal::cli
