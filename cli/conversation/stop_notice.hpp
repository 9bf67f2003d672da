#pragma once

#include <cstdint>

#include <anthropic/message.hpp>

#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// Says on standard error why an answer is not the whole one: cut at max_tokens, refused and so on. Nothing
/// if it is.
void print_stop_notice(Output& err, const Message& message, std::int64_t max_tokens);

}  // namespace anthropic::internal::cli
