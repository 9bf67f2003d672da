#pragma once

#include <condition_variable>
#include <mutex>
#include <string>

#include "client/client_fixture.hpp"

namespace anthropic::testing {

/// A client in a fake world, used from many threads at once.
class ConcurrentTest : public ClientTest {
 protected:
  AnthropicBedrockOptions options() {
    AnthropicBedrockOptions options = ClientTest::options();
    options.logger = [this](LogLevel, std::string_view line) {
      std::lock_guard lock(log_mutex);
      log += std::string(line) + "\n";
    };
    return options;
  }
  AnthropicBedrock client() { return AnthropicBedrock(options()); }
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

/// Something that happens a number of times, to be waited for.
class Counter {
 public:
  void add(int more = 1) {
    std::lock_guard lock(mutex_);
    count_ += more;
    changed_.notify_all();
  }
  void wait_for(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return count_ >= count; });
  }
  int count() {
    std::lock_guard lock(mutex_);
    return count_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_ = 0;
};

}  // namespace anthropic::testing
