#include <algorithm>
#include <stdexcept>
#include <thread>

#include "client/tool_runner_fixture.hpp"

namespace anthropic::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

using namespace std::chrono_literals;

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

TEST_F(ToolRunnerTest, FailuresAreToldToClaude) {
  fake_.transport->answer(calling(use("t1", "fails") + "," + use("t2", "throws") + "," +
                                  use("t3", "throws_a_number") + "," + use("t4", "unheard_of") + "," +
                                  use("t5", "says_no")));
  fake_.transport->answer(saying("Oh."));
  ToolRunner runner = this->runner(
      {tool("fails",
            [](const ToolCall&) { return Error{.kind = ErrorKind::not_found, .message = "no such row"}; }),
       tool("throws", [](const ToolCall&) -> ToolOutput { throw std::runtime_error("out of paper"); }),
       tool("throws_a_number", [](const ToolCall&) -> ToolOutput { throw 7; }),
       tool("says_no", [](const ToolCall&) { return ToolOutput::failure("no"); })});
  ASSERT_TRUE(runner.run_until_done());
  const Json found = results(1);
  ASSERT_EQ(found.size(), 5u);
  for (const Json& result : found.items()) EXPECT_EQ(result["is_error"], Json(true)) << result.dump();
  EXPECT_EQ(found[0]["content"].as_string(), "no such row");
  EXPECT_EQ(found[1]["content"].as_string(), "The tool failed: out of paper");
  EXPECT_EQ(found[2]["content"].as_string(), "The tool failed: a value of type int");
  EXPECT_EQ(found[3]["content"].as_string(),
            "There is no tool named \"unheard_of\". There are: fails, throws, throws_a_number, says_no");
  EXPECT_EQ(found[4]["content"].as_string(), "no");
}

TEST_F(ToolRunnerTest, AToolThatHangsTimesOut) {
  const auto gate = std::make_shared<Gate>();
  const auto asked = std::make_shared<Gate>();
  fake_.transport->answer(calling(use("t1", "hangs") + "," + use("t2", "heeds") + "," + use("t3", "echo")));
  fake_.transport->answer(saying("done"));
  ToolRunner runner =
      this->runner({tool("hangs",
                         [gate, asked](const ToolCall& call) {
                           const std::stop_callback told(call.stop_token, [&] { asked->open(); });
                           gate->wait();
                           return "too late";
                         }),
                    tool("heeds",
                         [](const ToolCall& call) {
                           std::mutex mutex;
                           std::condition_variable_any stopped;
                           std::unique_lock lock(mutex);
                           stopped.wait(lock, call.stop_token, [] { return false; });
                           return "I stopped";
                         }),
                    echo()},
                   {.tool_timeout = 30ms});
  ASSERT_TRUE(runner.run_until_done());
  asked->wait();
  const Json found = results(1);
  EXPECT_EQ(found[0]["content"].as_string(), "The tool timed out: it took longer than 30 ms.");
  EXPECT_EQ(found[0]["is_error"], Json(true));
  EXPECT_EQ(found[1]["content"].as_string(), "The tool timed out: it took longer than 30 ms.");
  EXPECT_EQ(found[2]["content"].as_string(), "nothing");
  EXPECT_EQ(runner.tools_running(), 1u);
  gate->open();
  while (runner.tools_running() > 0) std::this_thread::yield();
}

TEST_F(ToolRunnerTest, ARunnerMayEndBeforeATool) {
  const auto gate = std::make_shared<Gate>();
  const auto ended = std::make_shared<Gate>();
  fake_.transport->answer(calling(use("t1", "hangs")));
  fake_.transport->answer(saying("done"));
  ASSERT_TRUE(runner({tool("hangs",
                           [gate, ended](const ToolCall&) {
                             gate->wait();
                             ended->open();
                             return "too late";
                           })},
                     {.tool_timeout = 1ms})
                  .run_until_done());
  gate->open();
  ended->wait();
}

TEST_F(ToolRunnerTest, ResultsThatAreTooLargeAreReplacedByTheirSizes) {
  fake_.transport->answer(calling(use("t1", "huge") + "," + use("t2", "blocks")));
  fake_.transport->answer(saying("done"));
  ToolRunner runner =
      this->runner({tool("huge", [](const ToolCall&) { return std::string(50u << 20, 'x'); }),
                    tool("blocks", [](const ToolCall&) {
                      return std::vector<ContentBlock>{TextBlock{.text = std::string(2u << 20, 'y')}};
                    })});
  ASSERT_TRUE(runner.run_until_done());
  EXPECT_LT(fake_.transport->requests().at(1).body.size(), 2000u);
  const Json found = results(1);
  EXPECT_EQ(
      found[0]["content"].as_string(),
      "The tool's result is too large: 52428800 bytes, more than the 1048576 that are allowed. Ask it for "
      "less.");
  EXPECT_EQ(found[0]["is_error"], Json(true));
  EXPECT_THAT(found[1]["content"].string_or(""), HasSubstr("too large"));
}

TEST_F(ToolRunnerTest, ResultsThatNoServerTakesAreReplacedByTheReason) {
  const std::string large(6u << 20, 'A');
  fake_.transport->answer(calling(use("t1", "bytes") + "," + use("t2", "tiff") + "," + use("t3", "picture") +
                                  "," + use("t4", "json")));
  fake_.transport->answer(saying("done"));
  const auto image = [](std::string type, std::string data) {
    return std::vector<ContentBlock>{
        ImageBlock{.source = Base64ImageSource{.media_type = std::move(type), .data = std::move(data)}}};
  };
  ToolRunner runner = this->runner(
      {tool("bytes", [](const ToolCall&) { return std::string("\xff\xfe"); }),
       tool("tiff", [&](const ToolCall&) { return image("image/tiff", "AAAA"); }),
       tool("picture", [&](const ToolCall&) { return image("image/png", std::string(2u << 20, 'A')); }),
       tool("json", [](const ToolCall&) {
         return Json::object({{"n", 1}});
       })});
  ASSERT_TRUE(runner.run_until_done());
  const Json found = results(1);
  EXPECT_EQ(found[0]["content"].as_string(), "The tool's result is not text in UTF-8.");
  EXPECT_EQ(found[1]["content"].as_string(),
            "The tool's result cannot be sent: Claude cannot see an image of type \"image/tiff\"");
  EXPECT_EQ(found[2]["content"][0]["type"].as_string(), "image");
  EXPECT_FALSE(found[2].contains("is_error"));
  EXPECT_EQ(found[3]["content"].as_string(), R"({"n":1})");
}

TEST_F(ToolRunnerTest, WhatIsEmptyIsNotSent) {
  fake_.transport->answer(calling(use("t1", "blank") + "," + use("t2", "mute") + "," + use("t3", "nothing")));
  fake_.transport->answer(answer_of("", "end_turn"));
  fake_.transport->answer(saying("again"));
  ToolRunner runner =
      this->runner({tool("blank",
                         [](const ToolCall&) {
                           return std::vector<ContentBlock>{TextBlock{.text = " "}, TextBlock{.text = "x"}};
                         }),
                    tool("mute", [](const ToolCall&) { return ToolOutput::failure(""); }),
                    tool("nothing", [](const ToolCall&) { return std::vector<ContentBlock>{TextBlock{}}; })});
  ASSERT_TRUE(runner.run_until_done());
  const Json found = results(1);
  EXPECT_EQ(found[0]["content"].dump(), R"([{"type":"text","text":"x"}])");
  EXPECT_EQ(found[1]["content"].as_string(), "The tool failed and did not say why.");
  EXPECT_FALSE(found[2].contains("content"));
  EXPECT_TRUE(runner.finished());
  runner.push_messages({{"user", "Well?"}});
  EXPECT_EQ(runner.run_until_done()->text(), "again");
  EXPECT_EQ(sent(2)["messages"].size(), 4u);
}

TEST_F(ToolRunnerTest, AnInputThatDoesNotFitIsNotRun) {
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

TEST_F(ToolRunnerTest, AnInputThatWasCutOffIsNotRunAndTwiceEndsTheRun) {
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

TEST_F(ToolRunnerTest, AStreamedInputThatWasCutOffIsNotRun) {
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

TEST_F(ToolRunnerTest, AnInputThatIsNoJsonIsToldWhyAndTwiceEndsTheRun) {
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

TEST_F(ToolRunnerTest, AnInputOfBlanksOrNoneIsRunAsTheEmptyOne) {
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

TEST_F(ToolRunnerTest, ACallWithoutInputIsRunWithTheEmptyOne) {
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

TEST_F(ToolRunnerTest, ACallWithoutIdOrNameIsAnErrorAndNotAnAnswer) {
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

TEST_F(ToolRunnerTest, AnAnswerWithARepeatedIdIsRefusedBeforeAnythingRuns) {
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

TEST_F(ToolRunnerTest, AConversationWithARepeatedIdIsRefusedBeforeItsCallsRun) {
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

TEST_F(ToolRunnerTest, AnInputThatIsNoObjectIsToldAndSentBackAsTheEmptyOne) {
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

TEST_F(ToolRunnerTest, WithoutToolsACallEndsTheRun) {
  fake_.transport->answer(calling(use("t1", "weather")));
  ToolRunner runner = this->runner({});
  const auto answer = runner.run_until_done();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->stop_reason, StopReason::tool_use);
  EXPECT_FALSE(runner.finished());
  EXPECT_EQ(fake_.transport->requests().size(), 1u);
}

TEST_F(ToolRunnerTest, MaxIterationsKeepsTheConversationToGoOnWith) {
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

TEST_F(ToolRunnerTest, ToolsThatAreTheCallersEndTheRunUntilTheirResultIsThere) {
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

TEST_F(ToolRunnerTest, ARefusalEndsTheRun) {
  fake_.transport->answer(answer_of(use("t1", "echo"), "refusal"));
  ToolRunner runner = this->runner({echo()});
  EXPECT_EQ(runner.run_until_done()->stop_reason, StopReason::refusal);
  EXPECT_EQ(fake_.transport->requests().size(), 1u);
}

TEST_F(ToolRunnerTest, AFailedCallLosesNothing) {
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

TEST_F(ToolRunnerTest, ABrokenStreamLosesNothing) {
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

TEST_F(ToolRunnerTest, AnEventHandlerMayThrow) {
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

TEST_F(ToolRunnerTest, AStopInATurnKeepsTheConversationWhole) {
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

TEST_F(ToolRunnerTest, AStopEndsACall) {
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

TEST_F(ToolRunnerTest, ResultsBecomeOutputs) {
  const Result<std::string> good = std::string("fine");
  const Result<std::string> bad = Error{.kind = ErrorKind::timeout, .message = "late"};
  EXPECT_EQ(ToolOutput(good).content().text(), "fine");
  EXPECT_FALSE(ToolOutput(good).is_error());
  EXPECT_EQ(ToolOutput(bad).content().text(), "late");
  EXPECT_TRUE(ToolOutput(bad).is_error());
  EXPECT_EQ(ToolOutput(Error{.kind = ErrorKind::timeout}).content().text(), "APITimeoutError");
}

}  // namespace
}  // namespace anthropic::testing
