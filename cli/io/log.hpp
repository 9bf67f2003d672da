#pragma once

#include <string_view>

#include <anthropic/log.hpp>

namespace anthropic::cli {

/// A line of the library's log.
void log_to_standard_error(LogLevel level, std::string_view line);

}  // namespace anthropic::cli
