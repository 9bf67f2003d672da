#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace bench {

/// The least work that finds the text of each delta: framing, CRC-32, base64 by a table, simdjson. Compiled
/// for the processor of this machine, which the library is not. Believes what it reads.
class DecodeFloor {
 public:
  DecodeFloor();
  ~DecodeFloor();
  /// The size of all the text in these frames.
  std::size_t decode(std::string_view frames);

 private:
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

}  // namespace bench
