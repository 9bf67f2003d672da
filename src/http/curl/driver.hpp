#pragma once

#include <chrono>

#include "http/curl/multi.hpp"

namespace anthropic {

class CurlLane;

/// What makes the transfers of lanes go on, and how they wait. One thread at a time, but for wake().
class CurlDriver {
 public:
  virtual ~CurlDriver() = default;
  virtual CurlMulti& multi() = 0;
  /// Does what can be done for the lane without waiting.
  virtual void pump(CurlLane& lane) = 0;
  /// Waits until something has happened to the lane, wake() is called for it, or the time is over.
  virtual void wait(CurlLane& lane, std::chrono::milliseconds limit) = 0;
  /// From any thread.
  virtual void wake(CurlLane& lane) = 0;
};

/// Of a lane that has its thread for itself.
class OneLaneDriver final : public CurlDriver {
 public:
  CurlMulti& multi() override { return multi_; }
  void pump(CurlLane& lane) override;
  void wait(CurlLane& lane, std::chrono::milliseconds limit) override;
  void wake(CurlLane& lane) override;

 private:
  CurlMulti multi_{4};
};

}  // namespace anthropic
