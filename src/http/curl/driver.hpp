#pragma once

#include <chrono>

#include "http/curl/multi.hpp"

namespace anthropic::internal {

class CurlTransfer;

/// Moves transfers forward and lets them wait. One thread at a time, except for wake().
class CurlDriver {
 public:
  virtual ~CurlDriver() = default;
  virtual CurlMulti& multi() = 0;
  /// Does what can be done for the transfer without waiting.
  virtual void pump(CurlTransfer& transfer) = 0;
  /// Waits until the transfer has something to do, wake() is called for it, or the time is up.
  virtual void wait(CurlTransfer& transfer, std::chrono::milliseconds limit) = 0;
  /// From any thread.
  virtual void wake(CurlTransfer& transfer) = 0;
};

/// For a transfer that has its thread to itself: waiting blocks the thread.
class BlockingDriver final : public CurlDriver {
 public:
  CurlMulti& multi() override { return multi_; }
  void pump(CurlTransfer& transfer) override;
  void wait(CurlTransfer& transfer, std::chrono::milliseconds limit) override;
  void wake(CurlTransfer& transfer) override;

 private:
  CurlMulti multi_{4};
};

}  // namespace anthropic::internal
