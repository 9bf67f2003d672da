#pragma once

#include "arguments/command.hpp"

namespace anthropic::internal::cli {

Command tutorial_check_command();

}  // namespace anthropic::internal::cli
