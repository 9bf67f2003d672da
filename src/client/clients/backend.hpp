#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include <anthropic/call_record.hpp>
#include <anthropic/messages.hpp>
#include <anthropic/middleware.hpp>

#include "aws/calls/retry.hpp"
#include "base/logging.hpp"
#include "base/process/of_one_process.hpp"
#include "client/background/call_loops.hpp"
#include "client/background/call_threads.hpp"
#include "http/world.hpp"
#include "platform/platform.hpp"

namespace anthropic {

/// What a client's copies and its calls share. Thread-safe. Each process has its own: whatever a client or a
/// copy of it does begins with in_this_process().
class MessagesBackend : public OfOneProcess<MessagesBackend> {
 public:
  struct Timeouts {
    std::optional<std::chrono::milliseconds> call;
    std::optional<std::chrono::milliseconds> attempt;
    std::chrono::milliseconds stream_idle;
  };

  /// Of what is kept of an answer, in bytes.
  struct Sizes {
    std::size_t response;
    std::size_t event;
  };

  MessagesBackend(std::shared_ptr<const World> world, std::unique_ptr<Platform> platform, Timeouts timeouts,
                  Log log, CallObserver observer, CallThreads::Limits limits = {},
                  std::vector<Middleware> middleware = {}, bool check_support = true,
                  Sizes max_bytes = {256u << 20, 16u << 20}, std::optional<Error> fault = {})
      : world(std::move(world)),
        platform(std::move(platform)),
        timeouts(timeouts),
        log(std::move(log)),
        observer(std::move(observer)),
        middleware(std::move(middleware)),
        check_support(check_support),
        max_bytes(max_bytes),
        fault(std::move(fault)),
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
  const Sizes max_bytes;
  const std::optional<Error> fault;  // of the client's options: every call fails with it
  const std::shared_ptr<aws::RetryQuota> quota = aws::make_retry_quota();
  // The last two: their calls use all of the above.
  CallThreads threads;  ///< for what may hold up its thread: middleware, callbacks, credentials
  CallLoops loops;      ///< for calls that need nothing of that
};

/// For functions beside Messages that go by what its platform has.
inline const MessagesBackend& backend_of(const Messages& messages) {
  return *in_this_process(messages.backend_);
}

}  // namespace anthropic
