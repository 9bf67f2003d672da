#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <utility>

#include <anthropic/tool_runner.hpp>

#include "base/public_names.hpp"
#include "client/client_fixture.hpp"

namespace anthropic::internal::testing {

/// Opens once, for all who wait.
class Gate {
 public:
  void open() {
    std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
};

/// Lets nobody through before `count` are there: calls that wait for it must run at once.
class Meeting {
 public:
  explicit Meeting(int count) : missing_(count) {}
  void arrive_and_wait() {
    std::unique_lock lock(mutex_);
    --missing_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return missing_ <= 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int missing_;
};

/// A call of a tool, as a content block.
inline std::string use(const std::string& id, const std::string& name, const std::string& input = "{}") {
  return R"({"type":"tool_use","id":")" + id + R"(","name":")" + name + R"(","input":)" + input + "}";
}

inline FakeAnswer calling(const std::string& uses) {
  return answer_of(uses, "tool_use");
}

/// A conversation with tools, with a client in a fake world.
class ToolRunnerTest : public ClientTest {
 protected:
  static RunnableTool tool(std::string name, std::function<ToolOutput(const ToolCall&)> run) {
    return {.tool = Tool{.name = std::move(name)}, .run = std::move(run)};
  }
  static RunnableTool echo() {
    return tool("echo", [](const ToolCall& call) { return call.input["text"].string_or("nothing"); });
  }

  ToolRunner runner(std::vector<RunnableTool> tools, ToolRunnerOptions options = {}) {
    return client().messages.tool_runner(params(), std::move(tools), std::move(options));
  }

  /// What was sent with the request of that number.
  Json sent(std::size_t request) { return *Json::parse(fake_.transport->requests().at(request).body); }
  /// The results in the last turn of that request.
  Json results(std::size_t request) {
    const Json body = sent(request);
    return body["messages"][body["messages"].size() - 1]["content"];
  }
};

}  // namespace anthropic::internal::testing
