#pragma once

#include <gtest/gtest.h>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <anthropic/bedrock.hpp>
#include <anthropic/testing/local_bedrock.hpp>

#include "base/public_names.hpp"
#include "client/clients/make_client.hpp"
#include "http/world.hpp"
#include "support/fake_environment.hpp"
#include "support/fake_random.hpp"

namespace anthropic::internal::testing {

/// The real time, but nobody waits: sleeps are noted and move it on at once.
class HurriedClock final : public Clock {
 public:
  SystemTime now() const override {
    std::lock_guard lock(mutex_);
    return std::chrono::system_clock::now() + moved_;
  }
  SteadyTime steady_now() const override {
    std::lock_guard lock(mutex_);
    return std::chrono::steady_clock::now() + slept_ + moved_;
  }
  void advance(std::chrono::milliseconds duration) {
    std::lock_guard lock(mutex_);
    moved_ += duration;
  }
  bool sleep_for(std::chrono::milliseconds duration, std::stop_token stop) override {
    std::lock_guard lock(mutex_);
    sleeps_.push_back(duration);
    slept_ += duration;
    return !stop.stop_requested();
  }
  std::vector<std::chrono::milliseconds> sleeps() const {
    std::lock_guard lock(mutex_);
    return sleeps_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::chrono::milliseconds> sleeps_;
  std::chrono::milliseconds slept_{0};
  std::chrono::milliseconds moved_{0};
};

/// The client on the real transport, against the local endpoint over loopback.
class LocalTest : public ::testing::Test {
 protected:
  static constexpr char haiku[] = "us.anthropic.claude-haiku-4-5-20251001-v1:0";

  AnthropicBedrockOptions options() {
    return {.aws_region = endpoint.region(),
            .aws_access_key = endpoint.credentials().access_key_id,
            .aws_secret_key = endpoint.credentials().secret_access_key,
            .base_url = endpoint.base_url(),
            .transport = {.stream_idle_timeout = std::chrono::milliseconds(300)}};
  }
  AnthropicBedrock make_client(AnthropicBedrockOptions options) {
    return internal::make_client<AnthropicBedrock>(std::move(options), world);
  }
  static MessageCreateParams params(std::string prompt = "Hello there") {
    return {.model = haiku, .max_tokens = 500, .messages = {{"user", std::move(prompt)}}};
  }
  static RequestOptions fault(std::string spec) {
    return {.extra_headers = {{"x-local-fault", std::move(spec)}}};
  }

  LocalBedrock endpoint = LocalBedrock::start().value();
  std::shared_ptr<HurriedClock> clock = std::make_shared<HurriedClock>();
  std::shared_ptr<const World> world = std::make_shared<const World>(
      World{clock, std::make_shared<FakeEnvironment>(), std::make_shared<RealFiles>(),
            std::make_shared<FakeRandom>(), make_curl_transport(), std::make_shared<RealProcesses>()});
};

}  // namespace anthropic::internal::testing
