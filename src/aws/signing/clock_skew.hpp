#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <string_view>

#include <anthropic/error.hpp>

#include "base/public_names.hpp"
#include "base/time/clock.hpp"

namespace anthropic::internal::aws {

/// How far this machine's clock is from AWS's, learnt from answers. Thread-safe.
class ClockSkew {
 public:
  /// Learns from an answer that carries the header `date`, at the uncorrected time `now`. `signed_with` is
  /// the offset that the refused request was signed with; without it, the present one. Returns whether
  /// signing anew is worth it: the error may come from a wrong time, and the time that the request was signed
  /// with differs from the server's. Never true twice for a server that keeps its
  /// time.
  bool learn(const Error& error, std::string_view date, SystemTime now,
             std::optional<std::chrono::seconds> signed_with = {});
  std::chrono::seconds offset() const { return std::chrono::seconds(offset_.load()); }

 private:
  std::atomic<long long> offset_ = 0;
};

}  // namespace anthropic::internal::aws
