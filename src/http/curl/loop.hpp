#pragma once

#include <mutex>
#include <vector>

#include "base/threads/fibers.hpp"
#include "http/curl/transfer_pool.hpp"
#include "http/task_loop.hpp"

namespace anthropic::internal {

/// Tasks side by side on libcurl: their transfers share one multi handle, each task is a fiber.
class CurlLoop final : public TaskLoop {
 public:
  CurlLoop(const CurlLimits& limits, const NetworkSettings& network);
  ~CurlLoop() override;

  bool post(Task task, const std::function<bool()>& start) override;
  void run(std::chrono::milliseconds idle) override;
  void close() override;

  std::shared_ptr<Transport> transport() override { return transport_; }
  std::shared_ptr<Clock> clock() override { return clock_; }
  void wait_for(WakeFlag& flag) override;
  void wake() override;

  /// Within a task: yields until the flag is set, and takes it, or until that time has come.
  void yield_until(WakeFlag& flag, SteadyTime until);

 private:
  class Driver;
  class LoopClock;
  struct Waiting {
    Fibers::Fiber* task;
    WakeFlag* flag;
    SteadyTime until;
  };

  void block_until(WakeFlag& flag, SteadyTime until);
  void begin_posted();
  bool go_on();
  bool poll(SteadyTime idle_until);

  const std::shared_ptr<Driver> driver_;
  const std::shared_ptr<Transport> transport_;
  const std::shared_ptr<Clock> clock_;
  Fibers fibers_;
  std::vector<Waiting> waiting_;
  std::vector<Fibers::Fiber*> ready_;
  std::vector<Task> begun_;

  std::mutex mutex_;  // all that follows
  std::vector<Task> posted_;
  bool running_ = false;  // a thread is in run(), or on its way there
  bool polling_ = false;
  bool closed_ = false;
};

}  // namespace anthropic::internal
