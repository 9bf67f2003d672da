#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <cstdint>
#include <functional>
#include <string_view>

namespace anthropic::inline v0 {

enum class LogLevel : std::uint8_t { off, error, warn, info, debug };

/// Receives the client's log lines. Called on the thread that makes the call, so it must be thread-safe, and
/// quick, because background calls share a thread. The text is valid only during the call. It contains no
/// secrets, prompts or answers. Its exceptions are ignored.
using Logger = std::function<void(LogLevel level, std::string_view line)>;

}  // namespace anthropic::inline v0
