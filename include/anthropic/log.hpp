#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <cstdint>
#include <functional>
#include <string_view>

namespace anthropic {

enum class LogLevel : std::uint8_t { off, error, warn, info, debug };

/// Receives the client's log lines. Called from whichever thread makes the call, so it must be thread-safe,
/// and quick, because calls in the background share theirs; the text is valid during the call only. Secrets
/// are never in it, prompts and answers neither. What it throws is ignored.
using Logger = std::function<void(LogLevel level, std::string_view line)>;

}  // namespace anthropic
