#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

namespace bench {

/// How often operator new was called in this process so far.
std::uint64_t allocations();

/// The most bytes that `work` holds at once by operator new, beyond what was held before.
std::size_t peak_bytes(const std::function<void()>& work);

}  // namespace bench
