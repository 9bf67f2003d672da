#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>

#include "local/server/exchange.hpp"
#include "local/server/refusal.hpp"

namespace anthropic::internal::local {

/// What the endpoint spends on those who ask, at most.
struct Limits {
  std::size_t connections = 4096;
  std::size_t body_memory = std::size_t{256} << 20;  ///< in all bodies that are being read or answered
  std::chrono::milliseconds body_timeout{30'000};    ///< for one body, from its first byte to its last
};

/// Why a request that met a limit is refused.
std::optional<Refusal> refuse_for_shortage(Shortage shortage, const Limits& limits);

/// The bytes that all bodies hold together. Thread-safe.
class BodyMemory {
 public:
  explicit BodyMemory(std::size_t limit) : limit_(limit) {}

  /// False, and nothing is taken, if it would be more than the limit.
  bool take(std::size_t bytes);
  void give_back(std::size_t bytes) { held_.fetch_sub(bytes); }

 private:
  const std::size_t limit_;
  std::atomic<std::size_t> held_{0};
};

/// What one body holds of it; given back at the end.
class BodyShare {
 public:
  explicit BodyShare(BodyMemory& memory) : memory_(memory) {}
  ~BodyShare() { release(); }
  BodyShare(const BodyShare&) = delete;
  BodyShare& operator=(const BodyShare&) = delete;

  bool grow(std::size_t bytes);
  void release();

 private:
  BodyMemory& memory_;
  std::size_t bytes_ = 0;
};

}  // namespace anthropic::internal::local
