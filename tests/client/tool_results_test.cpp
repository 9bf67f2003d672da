// What tools give back: results, failures, and tools that do not end.
#include <condition_variable>
#include <stdexcept>
#include <thread>

#include "client/tool_runner_fixture.hpp"

namespace anthropic::internal::testing {
namespace {

using ::testing::HasSubstr;

using namespace std::chrono_literals;

using ToolResults = ToolRunnerTest;

TEST_F(ToolResults, FailuresAreToldToClaude) {
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

TEST_F(ToolResults, AToolThatHangsTimesOut) {
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

TEST_F(ToolResults, ARunnerMayEndBeforeATool) {
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

TEST_F(ToolResults, ResultsThatAreTooLargeAreReplacedByTheirSizes) {
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

TEST_F(ToolResults, ResultsThatNoServerTakesAreReplacedByTheReason) {
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

TEST_F(ToolResults, WhatIsEmptyIsNotSent) {
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

TEST_F(ToolResults, ResultsBecomeOutputs) {
  const Result<std::string> good = std::string("fine");
  const Result<std::string> bad = Error{.kind = ErrorKind::timeout, .message = "late"};
  EXPECT_EQ(ToolOutput(good).content().text(), "fine");
  EXPECT_FALSE(ToolOutput(good).is_error());
  EXPECT_EQ(ToolOutput(bad).content().text(), "late");
  EXPECT_TRUE(ToolOutput(bad).is_error());
  EXPECT_EQ(ToolOutput(Error{.kind = ErrorKind::timeout}).content().text(), "APITimeoutError");
}

}  // namespace
}  // namespace anthropic::internal::testing
