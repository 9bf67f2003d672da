#include <condition_variable>

#include "client/tool_runner_fixture.hpp"

namespace anthropic::internal::testing {
namespace {

using ::testing::HasSubstr;

using namespace std::chrono_literals;

TEST_F(ToolRunnerTest, AsksRunsAndAsksAgain) {
  fake_.transport->answer(calling(text_block("Let me see.") + "," + use("t1", "echo", R"({"text":"hi"})")));
  fake_.transport->answer(saying("It said hi."));
  ToolRunner runner = this->runner({echo()});
  const auto answer = runner.run_until_done();
  ASSERT_TRUE(answer) << answer.error().to_string();
  EXPECT_EQ(answer->text(), "It said hi.");
  EXPECT_TRUE(runner.finished());
  EXPECT_EQ(runner.messages().size(), 4u);
  EXPECT_EQ(sent(0)["tools"].dump(), R"([{"name":"echo","input_schema":{"type":"object"}}])");
  EXPECT_EQ(sent(1)["messages"][1]["content"][1],
            *Json::parse(R"({"type":"tool_use","id":"t1","name":"echo","input":{"text":"hi"}})"));
  EXPECT_EQ(results(1).dump(), R"([{"type":"tool_result","tool_use_id":"t1","content":"hi"}])");
  EXPECT_FALSE(runner.next());
  EXPECT_EQ(runner.run_until_done()->text(), "It said hi.");
}

TEST_F(ToolRunnerTest, IsMadeOfAClientToo) {
  fake_.transport->answer_with([](const FakeRequest&) { return saying("done"); });
  ToolRunner made(client(), params(), {echo()});
  EXPECT_EQ(made.run_until_done()->text(), "done");
  EXPECT_EQ(client().messages.tool_runner(params(), {echo()}).run_until_done()->text(), "done");
  EXPECT_EQ(sent(0), sent(1));
}

TEST_F(ToolRunnerTest, SaysWhichOptionIsWrong) {
  const std::vector<std::pair<std::string, ToolRunnerOptions>> wrong = {
      {"tool_timeout is 0 ms", {.tool_timeout = std::chrono::milliseconds(0)}},
      {"max_iterations is -1", {.max_iterations = -1}},
      {"max_result_bytes is 0", {.max_result_bytes = 0}}};
  for (const auto& [what, options] : wrong) {
    const auto answer = runner({echo()}, options).run_until_done();
    ASSERT_FALSE(answer) << what;
    EXPECT_EQ(answer.error().kind, ErrorKind::configuration);
    EXPECT_THAT(answer.error().message, HasSubstr(what)) << answer.error().message;
  }
  EXPECT_TRUE(fake_.transport->requests().empty());
}

TEST_F(ToolRunnerTest, TurnByTurn) {
  fake_.transport->answer(calling(use("t1", "echo")));
  fake_.transport->answer(calling(use("t2", "echo")));
  fake_.transport->answer(saying("done"));
  ToolRunner runner = this->runner({echo()});
  std::vector<std::string> reasons;
  for (const Message& turn : runner) reasons.push_back(turn.stop_reason.name());
  EXPECT_EQ(reasons, (std::vector<std::string>{"tool_use", "tool_use", "end_turn"}));
}

TEST_F(ToolRunnerTest, CallsOfOneTurnRunAtOnceAndAnswerInOrder) {
  const auto meeting = std::make_shared<Meeting>(3);
  fake_.transport->answer(calling(use("t1", "meet", R"({"n":1})") + "," + use("t2", "meet", R"({"n":2})") +
                                  "," + use("t3", "meet", R"({"n":3})")));
  fake_.transport->answer(saying("done"));
  ToolRunner runner = this->runner({tool("meet", [meeting](const ToolCall& call) {
    meeting->arrive_and_wait();
    return call.id + " " + call.input["n"].number_text();
  })});
  ASSERT_TRUE(runner.run_until_done());
  const Json found = results(1);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0]["content"].as_string(), "t1 1");
  EXPECT_EQ(found[1]["content"].as_string(), "t2 2");
  EXPECT_EQ(found[2]["content"].as_string(), "t3 3");
}

TEST_F(ToolRunnerTest, OneAfterTheOtherIfAsked) {
  std::mutex mutex;
  std::condition_variable changed;
  std::string order;
  const auto note = [&](const ToolCall& call) {
    std::unique_lock lock(mutex);
    order += call.id;
    changed.notify_all();
    // Long enough for the next one to come in, if it may.
    changed.wait_for(lock, 30ms, [&] { return order.back() != call.id.back(); });
    order += "-";
    return "ok";
  };
  fake_.transport->answer(calling(use("a", "note") + "," + use("b", "note") + "," + use("c", "note")));
  fake_.transport->answer(saying("done"));
  ASSERT_TRUE(runner({tool("note", note)}, {.parallel = false}).run_until_done());
  EXPECT_EQ(order, "a-b-c-");
}

TEST_F(ToolRunnerTest, AToolKeepsItsState) {
  fake_.transport->answer(calling(use("t1", "count")));
  fake_.transport->answer(calling(use("t2", "count")));
  fake_.transport->answer(saying("done"));
  const auto count = [calls = 0](const ToolCall&) mutable { return std::to_string(++calls); };
  ASSERT_TRUE(runner({tool("count", count)}).run_until_done());
  EXPECT_EQ(results(1)[0]["content"].as_string(), "1");
  EXPECT_EQ(results(2)[0]["content"].as_string(), "2");
}

TEST_F(ToolRunnerTest, PushedQuestionsGoOnBehindTheResults) {
  fake_.transport->answer(calling(use("t1", "echo")));
  fake_.transport->answer(saying("done"));
  fake_.transport->answer(saying("again"));
  ToolRunner runner = this->runner({echo()}, {.max_iterations = 1});
  ASSERT_TRUE(*runner.next());
  EXPECT_FALSE(runner.next());
  runner.push_messages({{"user", "Hurry up"}});
  ASSERT_TRUE(*runner.next());
  const Json messages = sent(1)["messages"];
  ASSERT_EQ(messages.size(), 4u);
  EXPECT_EQ(messages[2]["content"][0]["tool_use_id"].as_string(), "t1");
  EXPECT_EQ(messages[3]["content"].as_string(), "Hurry up");
  EXPECT_TRUE(runner.finished());
  runner.push_messages({{"user", "And then?"}});
  EXPECT_FALSE(runner.finished());
  EXPECT_EQ(runner.run_until_done()->text(), "again");
}

TEST_F(ToolRunnerTest, APausedTurnIsSentBackAsItIs) {
  fake_.transport->answer(
      answer_of(R"({"type":"server_tool_use","id":"s1","name":"web_search","input":{}})", "pause_turn"));
  fake_.transport->answer(saying("done"));
  ToolRunner runner = this->runner({echo()});
  ASSERT_EQ((*runner.next())->stop_reason, StopReason::pause_turn);
  EXPECT_FALSE(runner.finished());
  EXPECT_EQ(runner.run_until_done()->text(), "done");
  EXPECT_EQ(sent(1)["messages"].size(), 2u);
  EXPECT_EQ(sent(1)["messages"][1]["content"][0]["type"].as_string(), "server_tool_use");
}

TEST_F(ToolRunnerTest, FaultyToolsAreRefusedBeforeACall) {
  const auto fault = [&](std::vector<RunnableTool> tools) {
    return runner(std::move(tools)).run_until_done().error().message;
  };
  EXPECT_EQ(fault({echo(), echo()}), "tools: two are named \"echo\"");
  EXPECT_EQ(fault({tool("", [](const ToolCall&) { return "x"; })}), "tools[0]: a tool must have a name");
  EXPECT_EQ(fault({echo(), tool("empty", {})}), "tools[1]: \"empty\" has no function `run`");
  RunnableTool broken = echo();
  std::get<Tool>(broken.tool).input_schema =
      *Json::parse(R"({"type":"object","properties":{"a":{"type":"x"}}})");
  EXPECT_EQ(fault({broken}).substr(0, 54), "tools.echo.input_schema.properties.a.type: is \"x\", not");
  EXPECT_TRUE(fake_.transport->requests().empty());
}

}  // namespace
}  // namespace anthropic::internal::testing
