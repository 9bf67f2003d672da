#pragma once

#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "client/client_fixture.hpp"
#include "support/counter.hpp"
#include "support/loopback_server.hpp"

namespace anthropic::internal::testing {

/// Calls in the background have threads then, as those of a client with middleware, where they share loops
/// otherwise: what holds for the ones must hold for the others.
inline bool on_threads() {
  return std::getenv("ANTHROPIC_TEST_ON_THREADS") != nullptr;
}

/// A transport that makes no loops.
class LooplessTransport final : public Transport {
 public:
  explicit LooplessTransport(std::shared_ptr<Transport> beneath) : beneath_(std::move(beneath)) {}
  std::unique_ptr<HttpExchange> open(const HttpRequest& request) override { return beneath_->open(request); }

 private:
  const std::shared_ptr<Transport> beneath_;
};

/// A client in a fake world, used from many threads at once.
class ConcurrentTest : public ClientTest {
 protected:
  ConcurrentTest() {
    if (on_threads()) fake_.transport->have_no_loops();
  }

  AnthropicBedrockOptions options() {
    AnthropicBedrockOptions options = ClientTest::options();
    options.observe.logger = [this](LogLevel, std::string_view line) {
      std::lock_guard lock(log_mutex);
      log += std::string(line) + "\n";
    };
    return options;
  }
  AnthropicBedrock client() { return make_client(options()); }
  /// For make_loopback_client(), which makes a client in the real world.
  AnthropicBedrockOptions options_of(const LoopbackServer& server) {
    AnthropicBedrockOptions options = this->options();
    options.base_url = server.url("");
    options.transport.proxy = "none";
    return options;
  }
  AnthropicBedrock make_loopback_client(AnthropicBedrockOptions options) {
    World world = *World::real();
    if (on_threads()) world.transport = std::make_shared<LooplessTransport>(world.transport);
    return internal::make_client<AnthropicBedrock>(std::move(options),
                                                   std::make_shared<const World>(std::move(world)));
  }
  std::string logged() {
    std::lock_guard lock(log_mutex);
    return log;
  }

  void always_answer(const FakeAnswer& answer) {
    fake_.transport->answer_with([answer](const FakeRequest&) { return answer; });
  }

 private:
  std::mutex log_mutex;
};

}  // namespace anthropic::internal::testing
