#pragma once

#include <string>

#include <anthropic/message.hpp>

namespace anthropic::internal::cli {

/// "12 input tokens, 34 output tokens", with what was cached if anything was.
std::string describe_usage(const Usage& usage);

/// Adds one answer's usage to that of others.
void add_usage(const Usage& more, Usage& total);

}  // namespace anthropic::internal::cli
