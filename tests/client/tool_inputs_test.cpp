// What Claude gives to a tool: inputs that do not fit, were cut off or are no JSON, and calls that repeat themselves.
#include "client/tool_runner_fixture.hpp"

namespace anthropic::internal::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using ToolInputs = ToolRunnerTest;

/// A stream that calls the tool echo. The input is the inside of a JSON string; the block begins without any.
std::vector<std::string> frames_of_call(const std::string& input, const std::string& id = "t1") {
  return {
      chunk_frame(hello_events()[0]),
      chunk_frame(R"({"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":")" +
                  id + R"(","name":"echo"}})"),
      chunk_frame(
          R"({"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":")" +
          input + "\"}}"),
      chunk_frame(hello_events()[5]),
      chunk_frame(
          R"({"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":4}})"),
      chunk_frame(hello_events()[7])};
}

TEST_F(ToolInputs, AnInputThatDoesNotFitIsNotRun) {
  fake_.transport->answer(calling(use("t1", "weather", R"({"town":"Bonn"})")));
  fake_.transport->answer(saying("done"));
  bool has_run = false;
  RunnableTool weather = tool("weather", [&](const ToolCall&) {
    has_run = true;
    return "21 °C";
  });
  std::get<Tool>(weather.tool).input_schema =
      *Json::parse(R"({"type":"object","properties":{"city":{"type":"string"}},"required":["city"]})");
  ASSERT_TRUE(runner({weather}).run_until_done());
  EXPECT_FALSE(has_run);
  EXPECT_EQ(results(1)[0]["content"].as_string(),
            "The input does not fit the tool's schema, so the tool was not run: city is missing");
}

TEST_F(ToolInputs, AnInputThatWasCutOffIsNotRunAndTwiceEndsTheRun) {
  for (int i = 0; i < 3; ++i)
    fake_.transport->answer(answer_of(use("t" + std::to_string(i), "echo"), "max_tokens"));
  bool has_run = false;
  ToolRunner runner = this->runner({tool("echo", [&](const ToolCall&) {
    has_run = true;
    return "x";
  })});
  const auto answer = runner.run_until_done();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->stop_reason, StopReason::max_tokens);
  EXPECT_FALSE(has_run);
  EXPECT_FALSE(runner.finished());
  EXPECT_EQ(fake_.transport->requests().size(), 2u);
  EXPECT_EQ(
      results(1)[0]["content"].as_string(),
      "The input of this call was cut off before its end, so the tool was not run. Call it again with a "
      "shorter input.");
}

TEST_F(ToolInputs, AStreamedInputThatWasCutOffIsNotRun) {
  const std::vector<std::string> events = {
      R"({"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"x","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":1}}})",
      R"({"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t1","name":"echo","input":{}}})",
      R"({"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"text\":\"ab"}})",
      R"({"type":"content_block_stop","index":0})",
      R"({"type":"message_delta","delta":{"stop_reason":"max_tokens","stop_sequence":null},"usage":{"output_tokens":4}})",
      R"({"type":"message_stop"})"};
  std::vector<std::string> frames;
  for (const std::string& event : events) frames.push_back(chunk_frame(event));
  fake_.transport->answer(stream_answer(frames));
  fake_.transport->answer(stream_answer(hello_frames()));
  std::string streamed;
  int pieces = 0;
  ToolRunner runner = this->runner({echo()}, {.on_event = [&](const StreamEvent& event) {
                                     streamed += event.text();
                                     pieces += event.partial_json().empty() ? 0 : 1;
                                   }});
  const auto answer = runner.run_until_done();
  ASSERT_TRUE(answer) << answer.error().to_string();
  EXPECT_EQ(streamed, "Hello!");
  EXPECT_EQ(pieces, 1);
  EXPECT_EQ(sent(1)["messages"][1]["content"][0]["input"], Json::object());
  EXPECT_EQ(results(1)[0]["is_error"], Json(true));
}

TEST_F(ToolInputs, AnInputThatIsNoJsonIsToldWhyAndTwiceEndsTheRun) {
  struct Bad {
    std::string input;
    const char* why;
  };
  const Bad bad[] = {{R"({\"text\":\"a\\ud83d\"})", "half of a character"},
                     {std::string(300, '[') + std::string(300, ']'), "too deep"},
                     {R"({\"text\":1)", "not valid JSON"}};
  for (const Bad& one : bad) {
    const std::size_t before = fake_.transport->requests().size();
    for (int i = 0; i < 2; ++i)
      fake_.transport->answer(stream_answer(frames_of_call(one.input, "t" + std::to_string(i))));
    bool has_run = false;
    ToolRunner runner = this->runner({tool("echo",
                                           [&](const ToolCall&) {
                                             has_run = true;
                                             return "x";
                                           })},
                                     {.on_event = [](const StreamEvent&) {}});
    const auto answer = runner.run_until_done();
    ASSERT_TRUE(answer) << answer.error().to_string();
    EXPECT_FALSE(has_run);
    EXPECT_FALSE(runner.finished());
    EXPECT_EQ(fake_.transport->requests().size(), before + 2);
    const std::string told = results(before + 1)[0]["content"].string_or("");
    EXPECT_THAT(told, HasSubstr("The tool was not run, as the input of this call is not valid JSON: "))
        << told;
    EXPECT_THAT(told, HasSubstr(one.why)) << told;
    EXPECT_THAT(told, Not(HasSubstr("cut off"))) << told;
  }
}

TEST_F(ToolInputs, AnInputOfBlanksOrNoneIsRunAsTheEmptyOne) {
  for (const char* input : {" ", ""}) {
    fake_.transport->answer(stream_answer(frames_of_call(input)));
    fake_.transport->answer(stream_answer(hello_frames()));
    Json got;
    ToolRunner runner = this->runner({tool("echo",
                                           [&](const ToolCall& call) {
                                             got = call.input;
                                             return "x";
                                           })},
                                     {.on_event = [](const StreamEvent&) {}});
    EXPECT_EQ(runner.run_until_done()->text(), "Hello!");
    EXPECT_EQ(got, Json::object());
  }
}

TEST_F(ToolInputs, ACallWithoutInputIsRunWithTheEmptyOne) {
  for (const char* input : {"", R"(,"input":null)"}) {
    fake_.transport->answer(
        calling(R"({"type":"tool_use","id":"t1","name":"echo")" + std::string(input) + "}"));
    fake_.transport->answer(saying("done"));
    Json got;
    ToolRunner runner = this->runner({tool("echo", [&](const ToolCall& call) {
      got = call.input;
      return "x";
    })});
    const auto answer = runner.run_until_done();
    ASSERT_TRUE(answer) << answer.error().to_string();
    EXPECT_EQ(answer->text(), "done") << input;
    EXPECT_EQ(got, Json::object());
  }
}

TEST_F(ToolInputs, ACallWithoutIdOrNameIsAnErrorAndNotAnAnswer) {
  const std::pair<const char*, const char*> broken[] = {
      {R"({"type":"tool_use","name":"echo","input":{}})", "content[1] is a tool_use without \"id\""},
      {R"({"type":"tool_use","id":"t1","input":{}})", "content[1] is a tool_use without \"name\""},
      {R"({"type":"tool_use","id":7,"name":"echo"})", "content[1] is a tool_use without \"id\""}};
  for (const auto& [block, says] : broken) {
    const std::size_t before = fake_.transport->requests().size();
    fake_.transport->answer(calling(text_block("Let me see.") + "," + block));
    const auto answer = runner({echo()}).run_until_done();
    ASSERT_FALSE(answer) << block;
    EXPECT_EQ(answer.error().kind, ErrorKind::response_validation);
    EXPECT_THAT(answer.error().message, HasSubstr(says)) << answer.error().message;
    EXPECT_EQ(answer.error().request_id, "req-1");
    ASSERT_TRUE(answer.error().partial_message);
    EXPECT_EQ(answer.error().partial_message->text(), "Let me see.");
    EXPECT_EQ(fake_.transport->requests().size(), before + 1) << "it would be paid for again";
  }
}

TEST_F(ToolInputs, AnAnswerWithARepeatedIdIsRefusedBeforeAnythingRuns) {
  const std::string twice = use("t1", "count", R"({"n":1})") + "," + use("t1", "count", R"({"n":1})");
  int runs = 0;
  const auto count = [&runs](const ToolCall&) { return std::to_string(++runs); };
  fake_.transport->answer(calling(text_block("Let me see.") + "," + twice));
  ToolRunner runner = this->runner({tool("count", count)});
  const auto refused = runner.run_until_done();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::response_validation);
  EXPECT_EQ(refused.error().type, "repeated_tool_use_id");
  EXPECT_THAT(refused.error().message, HasSubstr("\"t1\"")) << refused.error().message;
  EXPECT_EQ(refused.error().request_id, "req-1");
  ASSERT_TRUE(refused.error().partial_message);
  EXPECT_EQ(refused.error().partial_message->text(), "Let me see.");
  EXPECT_EQ(runs, 0);
  EXPECT_EQ(runner.messages().size(), 1u) << "the conversation is as it was";

  // The id of an earlier answer, after which the run has gone on.
  fake_.transport->answer(calling(use("t1", "count")));
  fake_.transport->answer(calling(use("t2", "count") + "," + use("t1", "count")));
  ASSERT_TRUE(*runner.next());
  const auto later = runner.next();
  ASSERT_TRUE(later && !*later);
  EXPECT_EQ(later->error().type, "repeated_tool_use_id");
  EXPECT_EQ(runs, 1) << "only that of the answer before";
}

TEST_F(ToolInputs, AConversationWithARepeatedIdIsRefusedBeforeItsCallsRun) {
  MessageCreateParams resumed = params();
  const ToolUseBlock call{.id = "t1", .name = "count"};
  resumed.messages.push_back({Role::assistant, std::vector<ContentBlock>{call, call}});
  int runs = 0;
  ToolRunner runner(client().messages, resumed,
                    {tool("count", [&runs](const ToolCall&) { return std::to_string(++runs); })});
  const auto refused = runner.run_until_done();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::bad_request);
  EXPECT_THAT(refused.error().message, HasSubstr("\"t1\"")) << refused.error().message;
  EXPECT_EQ(runs, 0);
  EXPECT_TRUE(fake_.transport->requests().empty());
}

TEST_F(ToolInputs, AnInputThatIsNoObjectIsToldAndSentBackAsTheEmptyOne) {
  for (const bool streamed : {false, true}) {
    for (const std::string input : {"[1]", "12", "true", "null"}) {
      if (!streamed && input == "null") continue;  // that is none
      const std::size_t before = fake_.transport->requests().size();
      for (int i = 0; i < 2; ++i) {
        fake_.transport->answer(streamed ? stream_answer(frames_of_call(input, "t" + std::to_string(i)))
                                         : calling(use("t" + std::to_string(i), "echo", input)));
      }
      bool has_run = false;
      ToolRunnerOptions options;
      if (streamed) options.on_event = [](const StreamEvent&) {};
      ToolRunner runner = this->runner({tool("echo",
                                             [&](const ToolCall&) {
                                               has_run = true;
                                               return "x";
                                             })},
                                       options);
      const auto answer = runner.run_until_done();
      ASSERT_TRUE(answer) << answer.error().to_string();
      EXPECT_FALSE(has_run);
      EXPECT_FALSE(runner.finished());
      EXPECT_EQ(answer->tool_uses()[0].partial_json, input);
      ASSERT_EQ(fake_.transport->requests().size(), before + 2) << input;
      const Json back = sent(before + 1)["messages"][1]["content"][0];
      EXPECT_EQ(back["input"], Json::object()) << back.dump();
      EXPECT_FALSE(back.contains("partial_json"));
      EXPECT_EQ(
          results(before + 1)[0]["content"].as_string(),
          "The tool was not run, as the input of this call is not a JSON object. Call it again with one.");
    }
  }
}

}  // namespace
}  // namespace anthropic::internal::testing
