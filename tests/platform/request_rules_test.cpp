#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/requests/rules.hpp"

namespace anthropic::internal {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

/// What is broken in a body with these members, in the server's words.
std::vector<std::string> broken(std::string_view members,
                                PlatformKind platform = PlatformKind::invoke_model) {
  const std::string body = "{" + std::string(members) + "}";
  std::vector<std::string> words;
  for (const BrokenRule& rule : broken_request_rules(read_request_facts(body), platform)) {
    EXPECT_FALSE(rule.fix.empty());
    words.push_back(rule.words);
  }
  return words;
}

std::string refusal(std::string_view model, std::string_view members,
                    PlatformKind platform = PlatformKind::first_party) {
  const std::string body = "{" + std::string(members) + "}";
  const auto refused = refuse_request(platform, model, "us-east-1", read_request_facts(body));
  return refused ? refused->message : "";
}

TEST(RequestRules, TheBodyMayBeWrittenInAnyWay) {
  EXPECT_THAT(broken(R"( "tools" : [ { "input_schema" : { "x":[{"y":"]}"}] , "anyOf" : [] } ,
                         "name" : "a\\\"b" } ] , "metadata" : { "user_id" : "u" } )"),
              ElementsAre(StartsWith("tools.0.custom.input_schema"), StartsWith("tools.0.custom.name")));
  EXPECT_THAT(broken(R"("tool_choice":{"name":"b","type":"tool"},"tools":[{"name":"a"}])"),
              ElementsAre("Tool 'b' not found in provided tools"));
}

TEST(RequestRules, WhatUsersNameIsNotTakenForTheApis) {
  EXPECT_THAT(broken(R"("messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"n",
             "input":{"type":"thinking","content":[{"type":"thinking","cache_control":{}}]}}]}],
             "tools":[{"name":"a","input_schema":{"properties":{"anyOf":{},"cache_control":{"ttl":"2h"}}}}],
             "system":"{\"cache_control\":{}}")"),
              IsEmpty());
}

TEST(RequestRules, PropertiesOfToolsThatAreNotCustomAreTheServers) {
  EXPECT_THAT(
      broken(R"("tools":[{"input_schema":{"properties":{"a b":{}}},"type":"other_20260101","name":"a"}])"),
      IsEmpty());
}

TEST(RequestRules, TheHintNamesTheProperty) {
  const auto refused = refuse_request(
      PlatformKind::invoke_model, "haiku", "us-east-1",
      read_request_facts(R"({"tools":[{"name":"a","input_schema":{"properties":{"filter[id]":{}}}}]})"));
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->hint, "Rename \"filter[id]\": 1 to 64 letters, digits, \"_\", \".\" and \"-\".");
}

TEST(RequestRules, AnEmptySignatureIsInvalidAndAMissingOneRequired) {
  constexpr std::string_view front =
      R"("messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"t")";
  EXPECT_THAT(broken(std::string(front) + R"(,"signature":""}]}])"),
              ElementsAre("messages.0.content.0: Invalid `signature` in `thinking` block"));
  EXPECT_THAT(broken(std::string(front) + "}]}]"),
              ElementsAre("messages.0.content.0.thinking.signature: Field required"));
  EXPECT_THAT(broken(std::string(front) + R"(,"signature":"c2ln"}]}])"), IsEmpty());
}

TEST(RequestRules, NestedContentIsLookedAt) {
  EXPECT_THAT(
      broken(R"("messages":[{"role":"user","content":[
                {"type":"document","source":{"type":"content","content":[{"type":"text","cache_control":{"type":"x"}}]}},
                {"type":"tool_result","tool_use_id":"a b","content":[{"type":"text","cache_control":{"type":"y"}}]}]}])"),
      ElementsAre("messages.0.content.1.tool_result.tool_use_id: String should match pattern "
                  "'^[a-zA-Z0-9_-]+$'",
                  StartsWith("messages.0.content.0.source.content.0.text.cache_control: Input tag 'x'"),
                  StartsWith("messages.0.content.1.content.0.text.cache_control: Input tag 'y'")));
}

TEST(RequestRules, ToolsThatTheRequestDoesNotShowMayBeChosen) {
  constexpr std::string_view choice = R"("tool_choice":{"type":"tool","name":"find"})";
  EXPECT_THAT(broken(choice), ElementsAre("Tool 'find' not found in provided tools"));
  for (const char* members : {R"("tools":[{"type":"mcp_toolset","mcp_server_name":"shop"}])",
                              R"("tools":[{"type":"browser_toolset_20260801","name":"browser"}])",
                              R"("tools":[{"type":"computer_toolset_20260801","name":"computer"}])",
                              R"("mcp_servers":[{"name":"shop"}])", R"("thread":{"type":"create"})"})
    EXPECT_THAT(broken(std::string(choice) + "," + members), IsEmpty()) << members;
  EXPECT_THAT(broken(std::string(choice) + R"(,"tools":[{"name":"browser_toolset_20260801"}])"),
              ElementsAre("Tool 'find' not found in provided tools"));
}

TEST(RequestRules, ToolsThatAMessageAddsMayBeChosen) {
  constexpr std::string_view messages =
      R"("anthropic_beta":["inline-tools-2026-09-15"],
         "messages":[{"role":"user","content":"x"},{"role":"system","content":[
           {"type":"tool_addition","tool":{"type":"tool_definition",
             "definition":{"name":"find","input_schema":{"type":"object"}}}}]}])";
  for (const char* choice : {R"({"type":"any"})", R"({"type":"tool","name":"find"})"}) {
    const std::string members = std::string(messages) + R"(,"tool_choice":)" + choice;
    for (const PlatformKind platform : {PlatformKind::first_party, PlatformKind::claude_on_aws})
      EXPECT_EQ(refusal("claude-haiku-5-5", members, platform), "") << choice;
  }
  EXPECT_THAT(broken(std::string(messages) + R"(,"tool_choice":{"type":"force"})"),
              ElementsAre(StartsWith("tool_choice.type: Input should be")));
}

TEST(RequestRules, AMessageOfTheSystemsIsNothingSpecial) {
  EXPECT_EQ(refusal("claude-opus-5-5",
                    R"("messages":[{"role":"user","content":"x"},{"role":"system","content":[
                       {"type":"text","text":"s","cache_control":{"type":"ephemeral"}}]}])"),
            "");
}

TEST(RequestRules, HoldForClaudeAndNotForServersOfOthers) {
  constexpr std::string_view unsigned_thinking =
      R"("messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":""}]},
                     {"role":"user","content":"x"}])";
  EXPECT_NE(refusal("claude-opus-9", unsigned_thinking), "");
  EXPECT_NE(refusal("opus", unsigned_thinking), "");
  EXPECT_EQ(refusal("kimi-k3", unsigned_thinking), "");
  EXPECT_NE(refusal("arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a",
                    unsigned_thinking, PlatformKind::invoke_model),
            "");
}

TEST(RequestRules, ThinkingOfAnotherModelIsLeftToIt) {
  constexpr std::string_view thinking = R"("thinking":{"type":"in_depth"},"temperature":0.3)";
  EXPECT_EQ(refusal("claude-opus-9", thinking), "");
  EXPECT_NE(refusal("claude-opus-5-5", thinking), "");
}

TEST(RequestRules, WhatIsNoJsonComesToAnEnd) {
  for (const std::string_view body :
       {"", "{", "[", R"({"a)", R"({"a":)", R"({"tools":[)", R"({"tools":[}])",
        R"({"messages":[{"content":[{"type":"text"]}}]}})", R"({,,,})", "{]", "{1:2}"})
    EXPECT_THAT(broken_request_rules(read_request_facts(body), PlatformKind::invoke_model), IsEmpty())
        << body;
}

}  // namespace
}  // namespace anthropic::internal
