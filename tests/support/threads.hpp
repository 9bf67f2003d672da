#pragma once

#include <cstddef>
#include <filesystem>
#include <iterator>

#include "base/public_names.hpp"

namespace anthropic::internal::testing {

/// How many threads this process has.
inline std::size_t threads() {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator("/proc/self/task"), {}));
}

}  // namespace anthropic::internal::testing
