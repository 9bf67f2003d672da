#pragma once

#include <vector>

namespace anthropic::internal {

/// The process's open descriptors; none where /proc is not there to ask.
std::vector<int> open_descriptors();

/// Whether it is open and stays open when a program is executed.
bool is_inherited(int descriptor);

}  // namespace anthropic::internal
