#pragma once

#include <cstddef>
#include <cstdint>

#include <anthropic/result.hpp>

namespace anthropic::internal {

/// The body of a request that is read piece by piece while it is sent. Used by one thread at a time.
class BodySource {
 public:
  virtual ~BodySource() = default;
  /// In bytes. It is announced, so exactly as many must come.
  virtual std::uint64_t size() const = 0;
  /// Writes up to `capacity` bytes to `buffer` and returns how many; 0 at the end. An Error ends the request.
  virtual Result<std::size_t> read(char* buffer, std::size_t capacity) = 0;
  /// Begins again: for a hash, and for each attempt to send it.
  virtual Result<void> rewind() = 0;
};

}  // namespace anthropic::internal
