#pragma once

namespace anthropic::internal {

/// How many calls may be in flight while the service throttles: half as many after a throttled answer, one
/// more after each round of calls that succeeded. Not thread-safe.
class ConcurrencyLimit {
 public:
  explicit ConcurrencyLimit(int most);

  /// At least 1.
  int allowed() const { return static_cast<int>(allowed_); }
  /// What a call keeps from its beginning, for throttled().
  unsigned epoch() const { return epoch_; }
  /// An answer was "too many requests". Of all the calls that were under way when the limit fell only one
  /// makes it fall; `epoch` is the call's, brought up to date. Whether it fell.
  bool throttled(unsigned& epoch);
  void succeeded();

 private:
  const double most_;
  double allowed_;
  unsigned epoch_ = 0;
};

}  // namespace anthropic::internal
