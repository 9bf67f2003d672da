#include "cli/tool_consent.hpp"

#include <gtest/gtest.h>

#include "cli/tool_command.hpp"

namespace anthropic::cli {
namespace {

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
  EXPECT_EQ(calls[0].what, R"(run weather {"city":"Bonn"} with: curl x)");
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
  const auto is_allowed = [&](const ToolUseBlock& use) {
    return allowed.is_allowed({.id = use.id, .name = use.name, .input = use.input});
  };
  EXPECT_TRUE(is_allowed(call("a")));
  EXPECT_FALSE(is_allowed(call("b")));
  EXPECT_FALSE(is_allowed(call("a", "Kiel"))) << "the same id with another input";
  EXPECT_FALSE(is_allowed(call("a", "Bonn", "moon")));
  allowed.forget();
  EXPECT_FALSE(is_allowed(call("a")));
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
}  // namespace anthropic::cli
