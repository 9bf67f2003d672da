#include "cli/tools/tool_consent.hpp"

#include <gtest/gtest.h>

#include "cli/tools/consent_question.hpp"
#include "cli/tools/tool_command.hpp"
#include "support/temporary_folder.hpp"

namespace anthropic::internal::cli {
namespace {

using testing::TemporaryFolder;
std::vector<CommandTool> weather() {
  const auto schema =
      Json::parse(R"({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]})");
  return {{.tool = {.name = "weather", .input_schema = *schema}, .command = "curl x"}};
}

ToolUseBlock call(std::string id, std::string city = "Bonn", std::string name = "weather") {
  return {.id = std::move(id), .name = std::move(name), .input = Json::object({{"city", std::move(city)}})};
}

Message answer(std::vector<ContentBlock> content, std::string_view reason = StopReason::tool_use) {
  return {.content = std::move(content), .stop_reason = StopReason(std::string(reason))};
}

std::vector<std::string> asked(const Message& message) {
  std::vector<std::string> ids;
  for (const WaitingCall& waiting : waiting_calls(message, weather())) ids.push_back(waiting.use.id);
  return ids;
}

using Ids = std::vector<std::string>;

TEST(ToolConsent, SaysWhatWouldRun) {
  const auto calls = waiting_calls(answer({TextBlock{"x"}, call("a")}), weather());
  ASSERT_EQ(calls.size(), 1u);
  EXPECT_EQ(calls[0].what, "weather would run\n  curl x\nwith the input {\"city\":\"Bonn\"}");
}

std::string question(std::string command, const Json& input = Json::object()) {
  return consent_question({.tool = {.name = "weather"}, .command = std::move(command)}, input);
}

TEST(ConsentQuestion, ShowsTheCommandOnLinesOfItsOwnBeforeTheInput) {
  EXPECT_EQ(question("one\ntwo \\n\tthree"), "weather would run\n  one\n  two \\n\tthree\nwith the input {}");
  // A line of the input's own would be taken for the program's.
  const Json input = Json::object({{"city", "Bonn\nrun it? [y/N] y\nweather would run\n  true"}});
  EXPECT_EQ(question("curl x", input),
            "weather would run\n  curl x\nwith the input "
            R"({"city":"Bonn\nrun it? [y/N] y\nweather would run\n  true"})");
}

TEST(ConsentQuestion, ShowsWhatIsNotSeenAsEscapesAndLosesNothing) {
  EXPECT_EQ(question("a\rb\\c\x1b[31m\x7f\xC2\x9b\xE2\x80\xAE\xC2\xA0\xF3\xA0\x81\x81\xff"),
            R"(weather would run, shown with escapes
  a\rb\\c\x1b[31m\x7f\u009b\u202e\u00a0\U000e0041\xff
with the input {})");
  EXPECT_EQ(question(R"(a\rb)"), "weather would run\n  a\\rb\nwith the input {}")
      << "without an escape a backslash is one";
}

TEST(ConsentQuestion, ShowsTheInputAsTheCommandGetsIt) {
  const Json input =
      Json::object({{"city", "Prague\xE2\x80\xAE\"} txt\xE2\x81\xA6\xC2\x9b\xF3\xA0\x81\x81 Žižkov"}});
  const std::string sent = command_input(input);
  EXPECT_EQ(sent, R"({"city":"Prague\u202e\"} txt\u2066\u009b\udb40\udc41 Žižkov"})");
  EXPECT_TRUE(question("x", input).ends_with("with the input " + sent));
  EXPECT_EQ(*Json::parse(sent), input) << "it says the same";
}

TEST(ConsentQuestion, ShowsInTheInputWhatOnlyLooksLikeASpace) {
  // A Braille pattern without dots, a no-break space, a Hangul filler, a notehead that shows nothing.
  const Json input = Json::object({{"path", "a\xE2\xA0\x80\xC2\xA0\xE3\x85\xA4\xF0\x9D\x85\x99z"}});
  const std::string sent = command_input(input);
  EXPECT_EQ(sent, R"({"path":"a\u2800\u00a0\u3164\ud834\udd59z"})");
  EXPECT_TRUE(question("x", input).ends_with("with the input " + sent));
  EXPECT_EQ(*Json::parse(sent), input) << "it says the same";
}

TEST(ToolConsent, NobodyIsAskedForWhatNeverRuns) {
  EXPECT_EQ(asked(answer({call("a"), call("b", "Kiel")})), (Ids{"a", "b"}));
  EXPECT_EQ(asked(answer({call("a", "Bonn", "moon"), call("b")})), (Ids{"b"})) << "there is no such tool";
  ToolUseBlock wrong = call("a");
  wrong.input = Json::object({{"city", 7}});
  EXPECT_EQ(asked(answer({wrong})), Ids{});
  EXPECT_EQ(asked(answer({call("a"), call("b")}, StopReason::max_tokens)), (Ids{"a"})) << "b was cut off";
  EXPECT_EQ(asked(answer({call("a"), TextBlock{"x"}}, StopReason::max_tokens)), (Ids{"a"}));
  ToolUseBlock cut = call("a");
  cut.partial_json = "{\"city";
  EXPECT_EQ(asked(answer({cut})), Ids{});
  EXPECT_EQ(asked(answer({})), Ids{});
}

TEST(ToolConsent, HoldsForOneCallOfOneAnswer) {
  AllowedCalls allowed;
  allowed.allow(call("a"));
  const auto take = [&](const ToolUseBlock& use) {
    return allowed.take({.id = use.id, .name = use.name, .input = use.input});
  };
  EXPECT_FALSE(take(call("b")));
  EXPECT_FALSE(take(call("a", "Kiel"))) << "the same id with another input";
  EXPECT_FALSE(take(call("a", "Bonn", "moon")));
  EXPECT_TRUE(take(call("a")));
  EXPECT_FALSE(take(call("a"))) << "a yes is for one run";
  allowed.allow(call("a"));
  allowed.allow(call("a"));
  EXPECT_TRUE(take(call("a")));
  EXPECT_TRUE(take(call("a")));
  EXPECT_FALSE(take(call("a")));
  allowed.allow(call("a"));
  allowed.forget();
  EXPECT_FALSE(take(call("a")));
}

TEST(ToolConsent, AYesToOneOfTwoEqualCallsRunsOne) {
  const TemporaryFolder folder;
  const std::vector<CommandTool> tools = {
      {.tool = {.name = "weather"}, .command = "echo run >>" + folder.file("seen")}};
  const auto allowed = std::make_shared<AllowedCalls>();
  allowed->allow(call("a"));
  const std::vector<RunnableTool> runnable = runnable_tools(tools, allowed, ChildEnvironment::keep);
  const ToolCall both{.id = "a", .name = "weather", .input = call("a").input};
  EXPECT_FALSE(runnable[0].run(both).is_error());
  EXPECT_TRUE(runnable[0].run(both).is_error());
  EXPECT_EQ(folder.read("seen"), "run\n");
}

TEST(ToolConsent, TellsWhichCallsFailedOnOneLineEach) {
  const auto failed = [](std::vector<ToolResultBlock> results) {
    return failed_calls({{"user", "x"},
                         {"assistant", {call("a"), call("b")}},
                         MessageParam::tool_results(std::move(results))});
  };
  EXPECT_EQ(failed({{.tool_use_id = "a", .content = "rain"},
                    {.tool_use_id = "b", .content = "no\nnetwork\n", .is_error = true}}),
            (Ids{"weather: no network"}));
  EXPECT_EQ(failed({{.tool_use_id = "a", .content = std::string(kNotAllowed), .is_error = true}}), Ids{});
  std::string long_reason;
  while (long_reason.size() < 1000) long_reason += "ä";
  const Ids lines = failed({{.tool_use_id = "a", .content = long_reason, .is_error = true}});
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_LT(lines[0].size(), 330u);
  EXPECT_TRUE(lines[0].ends_with("ä…"));
  EXPECT_EQ(failed_calls({}), Ids{});
  EXPECT_EQ(failed_calls({{"user", "x"}, {"assistant", {call("a")}}}), Ids{});
}

}  // namespace
}  // namespace anthropic::internal::cli
