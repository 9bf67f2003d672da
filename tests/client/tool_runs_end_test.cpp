// How a run ends: by itself, by its limit, by a failure or by a stop; the conversation is whole then.
#include <condition_variable>
#include <stdexcept>
#include <thread>

#include "client/tool_runner_fixture.hpp"

namespace anthropic::internal::testing {
namespace {

using ToolRunsEnd = ToolRunnerTest;

TEST_F(ToolRunsEnd, WithoutToolsACallEndsTheRun) {
  fake_.transport->answer(calling(use("t1", "weather")));
  ToolRunner runner = this->runner({});
  const auto answer = runner.run_until_done();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->stop_reason, StopReason::tool_use);
  EXPECT_FALSE(runner.finished());
  EXPECT_EQ(fake_.transport->requests().size(), 1u);
}

TEST_F(ToolRunsEnd, MaxIterationsKeepsTheConversationToGoOnWith) {
  fake_.transport->answer(calling(use("t1", "echo", R"({"text":"1"})")));
  fake_.transport->answer(calling(use("t2", "echo", R"({"text":"2"})")));
  fake_.transport->answer(saying("done"));
  ToolRunner runner = this->runner({echo()}, {.max_iterations = 2});
  const auto answer = runner.run_until_done();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->stop_reason, StopReason::tool_use);
  EXPECT_FALSE(runner.finished());
  EXPECT_FALSE(runner.next());
  EXPECT_EQ(fake_.transport->requests().size(), 2u);

  // Saved as JSON, read again, gone on with.
  MessageCreateParams saved = runner.params();
  saved.messages.clear();
  for (const MessageParam& message : runner.messages())
    saved.messages.push_back(MessageParam::from_json(*Json::parse(message.to_json().dump())));
  ToolRunner resumed(client().messages, saved, {echo()});
  ASSERT_TRUE(resumed.run_until_done());
  EXPECT_TRUE(resumed.finished());
  EXPECT_EQ(sent(2)["tools"].size(), 1u);
  EXPECT_EQ(sent(2)["messages"].size(), 5u);
  EXPECT_EQ(results(2)[0]["tool_use_id"].as_string(), "t2");
  EXPECT_EQ(results(2)[0]["content"].as_string(), "2");
}

TEST_F(ToolRunsEnd, ToolsThatAreTheCallersEndTheRunUntilTheirResultIsThere) {
  fake_.transport->answer(calling(use("t1", "ask_a_person") + "," + use("t2", "echo")));
  fake_.transport->answer(saying("done"));
  MessageCreateParams request = params();
  request.tools = {Tool{.name = "ask_a_person"}};
  ToolRunner runner(client().messages, request, {echo()});
  const auto answer = runner.run_until_done();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->tool_uses().at(0).name, "ask_a_person");
  EXPECT_FALSE(runner.finished());
  runner.push_messages({MessageParam::tool_results({{.tool_use_id = "t1", .content = "yes"}})});
  EXPECT_EQ(runner.run_until_done()->text(), "done");
  const Json messages = sent(1)["messages"];
  ASSERT_EQ(messages.size(), 4u);
  EXPECT_EQ(messages[2]["content"][0]["tool_use_id"].as_string(), "t2");
  EXPECT_EQ(messages[3]["content"][0]["content"].as_string(), "yes");
}

TEST_F(ToolRunsEnd, ARefusalEndsTheRun) {
  fake_.transport->answer(answer_of(use("t1", "echo"), "refusal"));
  ToolRunner runner = this->runner({echo()});
  EXPECT_EQ(runner.run_until_done()->stop_reason, StopReason::refusal);
  EXPECT_EQ(fake_.transport->requests().size(), 1u);
}

TEST_F(ToolRunsEnd, AFailedCallLosesNothing) {
  int runs = 0;
  fake_.transport->answer(calling(use("t1", "count")));
  fake_.transport->answer(refusal(400, "ValidationException", "not today"));
  fake_.transport->answer(saying("done"));
  ToolRunner runner = this->runner({tool("count", [&](const ToolCall&) { return std::to_string(++runs); })});
  const auto failed = runner.run_until_done();
  EXPECT_EQ(failed.error().kind, ErrorKind::bad_request);
  EXPECT_EQ(runner.messages().size(), 3u);
  EXPECT_EQ(runner.run_until_done()->text(), "done");
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(sent(2)["messages"], sent(1)["messages"]);
}

TEST_F(ToolRunsEnd, ABrokenStreamLosesNothing) {
  fake_.transport->answer(stream_answer(hello_frames(4)));
  fake_.transport->answer(stream_answer(hello_frames()));
  std::string streamed;
  ToolRunner runner =
      this->runner({echo()}, {.on_event = [&](const StreamEvent& event) { streamed += event.text(); }});
  const auto failed = runner.run_until_done();
  EXPECT_EQ(failed.error().kind, ErrorKind::incomplete_stream);
  EXPECT_EQ(runner.messages().size(), 1u);
  EXPECT_EQ(runner.run_until_done()->text(), "Hello!");
}

TEST_F(ToolRunsEnd, AnEventHandlerMayThrow) {
  fake_.transport->answer(stream_answer(hello_frames()));
  fake_.transport->answer(stream_answer(hello_frames()));
  int events = 0;
  ToolRunner runner = this->runner({echo()}, {.on_event = [&](const StreamEvent&) {
                                     if (++events == 3) throw std::runtime_error("no room");
                                   }});
  const auto failed = runner.next();
  ASSERT_TRUE(failed);
  EXPECT_EQ(failed->error().kind, ErrorKind::configuration);
  EXPECT_EQ(failed->error().message, "on_event threw: no room");
  EXPECT_EQ(runner.messages().size(), 1u);
  EXPECT_EQ(runner.run_until_done()->text(), "Hello!");
}

TEST_F(ToolRunsEnd, AStopInATurnKeepsTheConversationWhole) {
  std::stop_source stop;
  fake_.transport->answer(calling(use("t1", "echo") + "," + use("t2", "stops")));
  fake_.transport->answer(saying("done"));
  const auto stops = [&](const ToolCall& call) {
    stop.request_stop();
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    stopped.wait(lock, call.stop_token, [] { return false; });
    return "stopped";
  };
  ToolRunner runner =
      this->runner({echo(), tool("stops", stops)}, {.parallel = false, .stop_token = stop.get_token()});
  const auto stopped = runner.run_until_done();
  EXPECT_EQ(stopped.error().kind, ErrorKind::user_abort);
  ASSERT_EQ(runner.messages().size(), 3u);
  EXPECT_EQ(runner.run_until_done().error().kind, ErrorKind::user_abort);
  EXPECT_EQ(fake_.transport->requests().size(), 1u);

  ToolRunner resumed(client().messages, runner.params(), {echo()});
  ASSERT_TRUE(resumed.run_until_done());
  EXPECT_EQ(results(1)[0]["content"].as_string(), "nothing");
  EXPECT_EQ(results(1)[1]["content"].as_string(), "The run was stopped before this tool had ended.");
  EXPECT_EQ(results(1)[1]["is_error"], Json(true));
}

TEST_F(ToolRunsEnd, AStopEndsACall) {
  std::stop_source stop;
  fake_.transport->answer(calling(use("t1", "echo")));
  fake_.transport->answer({.hangs = true});
  ToolRunner runner = this->runner({echo()}, {.stop_token = stop.get_token()});
  ASSERT_TRUE(*runner.next());
  std::jthread stopper([&] {
    while (fake_.transport->requests().size() < 2) std::this_thread::yield();
    stop.request_stop();
  });
  EXPECT_EQ(runner.run_until_done().error().kind, ErrorKind::user_abort);
  EXPECT_EQ(runner.messages().size(), 3u);
}

}  // namespace
}  // namespace anthropic::internal::testing
