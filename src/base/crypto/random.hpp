#pragma once

#include <string>

namespace anthropic::internal {

/// Randomness that decides nothing secret (jitter, ids), replaced in tests. Thread-safe.
class Random {
 public:
  virtual ~Random() = default;
  /// In [0, 1).
  virtual double uniform() = 0;
  /// A version 4 UUID: "6ba7b810-9dad-41d1-80b4-00c04fd430c8".
  virtual std::string uuid();
};

class RealRandom final : public Random {
 public:
  double uniform() override;
  /// With one question to the kernel, which costs more than the rest of it.
  std::string uuid() override;
};

}  // namespace anthropic::internal
