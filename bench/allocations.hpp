#pragma once

#include <cstdint>

namespace bench {

/// How often operator new was called in this process so far.
std::uint64_t allocations();

}  // namespace bench
