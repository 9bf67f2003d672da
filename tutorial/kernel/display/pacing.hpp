#pragma once

#include <chrono>
#include <cstddef>

namespace anthropic::internal::kernel {

/// When an output that grows is shown anew. Front ends lose what comes in bursts, and each showing carries the whole
/// text: so it is shown at most 20 times a second, and the longer it is, the less often.
class Pacing {
 public:
  using Time = std::chrono::steady_clock::time_point;

  static constexpr std::chrono::milliseconds kShortest{50};
  static constexpr std::size_t kBytesPerSecond = 1'000'000;

  /// There is more than was shown.
  void grow() { has_grown_ = true; }
  bool is_due(Time now) const { return has_grown_ && now >= next_; }
  bool has_grown() const { return has_grown_; }

  /// So many bytes were shown.
  void show(Time now, std::size_t bytes) {
    has_grown_ = false;
    const std::chrono::milliseconds pause(bytes * 1000 / kBytesPerSecond);
    next_ = now + (pause < kShortest ? kShortest : pause);
  }

 private:
  bool has_grown_ = false;
  Time next_ = {};
};

}  // namespace anthropic::internal::kernel
