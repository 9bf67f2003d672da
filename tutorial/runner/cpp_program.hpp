#pragma once

#include <string>

#include <anthropic/message_create_params.hpp>

namespace anthropic::internal::tutorial {

/// A C++ program that makes this call and prints the answer as it comes. It compiles against the library; tools
/// are declared in it, not run.
std::string cpp_program(const MessageCreateParams& params);

}  // namespace anthropic::internal::tutorial
