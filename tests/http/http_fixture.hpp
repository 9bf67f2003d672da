#pragma once

#include <chrono>
#include <future>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/public_names.hpp"
#include "http/curl/transport.hpp"
#include "http/looped_transport.hpp"
#include "support/fake_world.hpp"
#include "support/loopback_server.hpp"

namespace anthropic::internal::testing {

using namespace std::chrono_literals;

/// A request and everything it refers to. Nothing of the machine's proxy settings takes part.
struct Call {
  std::string method = "POST";
  std::string url = {};
  Headers headers = {{"content-type", "application/json"}};
  std::string body = "{}";
  ConnectionSettings connection = {.proxy = "none"};
  std::chrono::milliseconds timeout = 10s;
  std::chrono::milliseconds idle_timeout = 10s;
  std::optional<std::chrono::milliseconds> time_left = {};  // of a call of 7 s
  std::stop_token stop = {};

  HttpRequest request() const {
    return {.method = method,
            .url = url,
            .headers = &headers,
            .body = body,
            .connection = &connection,
            .timeout = timeout,
            .idle_timeout = idle_timeout,
            .time_left = time_left,
            .call_timeout = 7s,
            .stop = stop};
  }
};

class HttpTest : public ::testing::Test {
 protected:
  std::unique_ptr<HttpExchange> open(const Call& call) { return transport->open(call.request()); }

  /// Makes the transport anew: with what the environment says now.
  void ask_environment_again() {
#ifdef ANTHROPIC_TEST_ON_A_LOOP
    CurlTransport beneath(environment);
    transport = std::make_shared<LoopedTransport>(beneath);
#else
    transport = std::make_shared<CurlTransport>(environment);
#endif
  }

  FakeEnvironment environment;
#ifdef ANTHROPIC_TEST_ON_A_LOOP
  CurlTransport curl{environment};
  std::shared_ptr<Transport> transport = std::make_shared<LoopedTransport>(curl);
#else
  std::shared_ptr<Transport> transport = std::make_shared<CurlTransport>(environment);
#endif
};

inline double milliseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace anthropic::internal::testing
