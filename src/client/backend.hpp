#pragma once

#include <chrono>
#include <memory>
#include <vector>

#include <anthropic/call_record.hpp>
#include <anthropic/messages.hpp>
#include <anthropic/middleware.hpp>

#include "aws/retry.hpp"
#include "base/logging.hpp"
#include "client/call_loops.hpp"
#include "client/call_threads.hpp"
#include "http/world.hpp"
#include "platform/platform.hpp"

namespace anthropic {

/// What a client's copies and its calls share. Thread-safe.
class MessagesBackend {
 public:
  struct Timeouts {
    std::chrono::milliseconds call;
    std::chrono::milliseconds stream_idle;
  };

  MessagesBackend(std::shared_ptr<const World> world, std::unique_ptr<Platform> platform, Timeouts timeouts,
                  Log log, CallObserver observer, CallThreads::Limits limits = {},
                  std::vector<Middleware> middleware = {}, bool check_support = true)
      : world(std::move(world)),
        platform(std::move(platform)),
        timeouts(timeouts),
        log(std::move(log)),
        observer(std::move(observer)),
        middleware(std::move(middleware)),
        check_support(check_support),
        threads(limits),
        loops(this->world, limits.threads) {}

  /// CallLoops::begin(), but for calls through middleware, which may hold up its thread: false.
  [[nodiscard]] bool begin_on_loop(CallLoops::Task call) {
    return middleware.empty() && loops.begin(std::move(call));
  }

  const std::shared_ptr<const World> world;
  const std::unique_ptr<Platform> platform;
  const Timeouts timeouts;
  const Log log;
  const CallObserver observer;
  const std::vector<Middleware> middleware;
  const bool check_support;  // refuse what the platform and the model are known to refuse
  const std::shared_ptr<aws::RetryQuota> quota = aws::make_retry_quota();
  // The last two: their calls use all of the above.
  CallThreads threads;  ///< for what may hold up its thread: middleware, callbacks, credentials
  CallLoops loops;      ///< for calls that need nothing of that
};

/// For functions beside Messages that go by what its platform has.
inline const MessagesBackend& backend_of(const Messages& messages) {
  return *messages.backend_;
}

}  // namespace anthropic
