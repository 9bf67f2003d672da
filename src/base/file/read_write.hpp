#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <sys/types.h>

namespace anthropic::internal {

// Each goes on after a signal, and waits where a descriptor that does not block has no room or no data.

/// Writes all of it. 0, or errno.
int write_all(int descriptor, std::string_view bytes);

/// Reads up to `size` bytes. How many; 0 at the end; -1 with errno.
ssize_t read_some(int descriptor, char* buffer, std::size_t size);

/// Reads up to `size` bytes from that place in the file, fewer only where the file ends. As read_some().
ssize_t read_at(int descriptor, char* buffer, std::size_t size, std::uint64_t place);

/// Appends what there is to read, and stops when `bytes` holds more than `limit`. `expected` is how much is
/// likely to come. 0, or errno.
int read_to_end(int descriptor, std::string& bytes, std::size_t limit, std::uint64_t expected = 0);

}  // namespace anthropic::internal
