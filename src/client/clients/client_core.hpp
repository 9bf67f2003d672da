#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include <anthropic/call_record.hpp>
#include <anthropic/messages.hpp>
#include <anthropic/middleware.hpp>

#include "base/access.hpp"
#include "base/logging.hpp"
#include "base/process/of_one_process.hpp"
#include "call/retry.hpp"
#include "client/background/background_calls.hpp"
#include "client/tracing/tracer.hpp"
#include "http/world.hpp"
#include "platform/platform.hpp"

namespace anthropic::internal {

/// What a client's copies and its calls share. Thread-safe. Each process has its own: whatever a client or a
/// copy of it does begins with in_this_process().
class ClientCore : public OfOneProcess<ClientCore> {
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

  ClientCore(std::shared_ptr<const World> world, std::unique_ptr<Platform> platform, Timeouts timeouts,
             Log log, CallObserver observer, TracingOptions tracing, std::size_t max_background_calls,
             std::vector<Middleware> middleware, bool check_support, Sizes max_bytes,
             std::optional<Error> fault)
      : world(std::move(world)),
        platform(std::move(platform)),
        timeouts(timeouts),
        log(std::move(log)),
        observer(std::move(observer)),
        tracer(std::make_shared<const Tracer>(std::move(tracing), this->world, this->log)),
        middleware(std::move(middleware)),
        check_support(check_support),
        max_bytes(max_bytes),
        fault(std::move(fault)),
        background(this->world, max_background_calls, !this->middleware.empty()) {}

  const std::shared_ptr<const World> world;
  const std::unique_ptr<Platform> platform;
  const Timeouts timeouts;
  const Log log;
  const CallObserver observer;
  const std::shared_ptr<const Tracer> tracer;  // shared with tools, which may outlive the client
  const std::vector<Middleware> middleware;
  const bool check_support;  // refuse what the platform and the model are known to refuse
  const Sizes max_bytes;
  const std::optional<Error> fault;  // of the client's options: every call fails with it
  const std::shared_ptr<RetryQuota> quota = make_retry_quota();
  BackgroundCalls background;  // the last: its calls use all of the above
};

/// For functions beside Messages that go by what its platform has.
inline const ClientCore& core_of(const Messages& messages) {
  return *in_this_process(Access::shared(messages));
}

}  // namespace anthropic::internal
