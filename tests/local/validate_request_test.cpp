#include "local/validation/validate_request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "local/checks/thinking_seal.hpp"
#include "signed_request.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::string_view kHaiku45 = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
constexpr std::string_view kSonnet46 = "us.anthropic.claude-sonnet-4-6";
constexpr std::string_view kOpus55 = "us.anthropic.claude-opus-5-5";

std::string verdict(const Json& body, std::string_view model = kHaiku45) {
  const auto refusal = check_invoke_body(body, *find_model(model));
  if (!refusal) return "accepted";
  EXPECT_EQ(refusal->status, 400);
  EXPECT_EQ(refusal->code, "ValidationException");
  return refusal->message;
}

Json body_with(std::string_view name, Json value) {
  Json body = *Json::parse(invoke_body());
  body.set(name, std::move(value));
  return body;
}

Json body_without(std::string_view name) {
  Json body = *Json::parse(invoke_body());
  body.erase(name);
  return body;
}

Json json(const char* text) {
  return *Json::parse(text);
}

TEST(ValidateRequest, AcceptsAMinimalBody) {
  EXPECT_EQ(verdict(*Json::parse(invoke_body())), "accepted");
}

TEST(ValidateRequest, AcceptsTheFieldsOfTheMessagesApi) {
  Json body = json(R"({
    "anthropic_version": "bedrock-2023-05-31", "anthropic_beta": ["context-1m-2025-08-07"], "max_tokens": 4096,
    "system": [{"type": "text", "text": "Be kind.", "cache_control": {"type": "ephemeral"}}],
    "messages": [
      {"role": "user", "content": [{"type": "text", "text": "Weather?"}]},
      {"role": "assistant", "content": [{"type": "tool_use", "id": "t1", "name": "weather", "input": {"city": "Bonn"}}]},
      {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t1", "content": "Rain", "is_error": false}]}],
    "stop_sequences": ["END"], "temperature": 1,
    "tools": [{"name": "weather", "description": "Tells it", "input_schema": {"type": "object", "properties": {}}},
              {"type": "bash_20250124", "name": "bash"}],
    "tool_choice": {"type": "auto"}, "thinking": {"type": "adaptive"},
    "output_config": {"effort": "low"}, "metadata": {"user_id": "u"}, "context_management": {"edits": []}})");
  EXPECT_EQ(verdict(body, kSonnet46), "accepted");
}

TEST(ValidateRequest, WantsTheVersion) {
  EXPECT_EQ(verdict(body_without("anthropic_version")), "anthropic_version: Field required");
  EXPECT_NE(verdict(body_with("anthropic_version", "2023-06-01")), "accepted");
  EXPECT_NE(verdict(body_with("anthropic_version", "2026-10-21")), "accepted");
  EXPECT_NE(verdict(body_with("anthropic_version", "2026-10-21"), kSonnet46), "accepted");
  EXPECT_EQ(verdict(body_with("anthropic_version", "2026-10-21"), kOpus55), "accepted");
  EXPECT_EQ(verdict(body_with("anthropic_version", 1)), "anthropic_version: Input should be a valid string");
}

TEST(ValidateRequest, WantsMaxTokensInRange) {
  EXPECT_EQ(verdict(body_without("max_tokens")), "max_tokens: Field required");
  EXPECT_EQ(verdict(body_with("max_tokens", "100")), "max_tokens: Input should be a valid integer");
  EXPECT_EQ(verdict(body_with("max_tokens", 1.5)), "max_tokens: Input should be a valid integer");
  EXPECT_EQ(verdict(body_with("max_tokens", 0)), "max_tokens: Input should be greater than or equal to 1");
  EXPECT_EQ(verdict(body_with("max_tokens", 64000)), "accepted");
  EXPECT_EQ(verdict(body_with("max_tokens", 64001)),
            "max_tokens: 64001 > 64000, which is the maximum allowed number of output tokens for "
            "claude-haiku-4-5-20251001");
}

TEST(ValidateRequest, HasNoServerToolsAndTakesTheClientsOwn) {
  for (const std::string type :
       {"web_search_20250305", "web_fetch_20250910", "code_execution_20250825", "mcp_toolset"}) {
    EXPECT_EQ(verdict(body_with("tools", json(("[{\"type\":\"" + type + "\",\"name\":\"n\"}]").c_str()))),
              "tools.0: Input tag '" + type +
                  "' found using 'type' does not match any of the expected tags: 'bash_20250124', "
                  "'browser_toolset_20260801', 'computer_toolset_20260801', 'custom', 'memory_20250818', "
                  "'text_editor_20250124', 'text_editor_20250429', 'text_editor_20250728', "
                  "'tool_search_tool_bm25', 'tool_search_tool_bm25_20251119', 'tool_search_tool_regex', "
                  "'tool_search_tool_regex_20251119'");
  }
  for (const std::string type : {"bash_20250124", "memory_20250818", "browser_toolset_20260801"}) {
    EXPECT_EQ(verdict(body_with("tools", json(("[{\"type\":\"" + type + "\",\"name\":\"n\"}]").c_str()))),
              "accepted");
  }
}

TEST(ValidateRequest, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(verdict(body_with("xyz", 1)), "xyz: Extra inputs are not permitted");
  EXPECT_EQ(verdict(body_with("model", "m")), "model: Extra inputs are not permitted");
  EXPECT_EQ(verdict(body_with("stream", true)), "stream: Extra inputs are not permitted");
  EXPECT_EQ(verdict(body_with("cache_control", Json::object())),
            "cache_control: Extra inputs are not permitted");
  EXPECT_EQ(verdict(body_with("metadata", json(R"({"user": "u"})"))),
            "metadata.user: Extra inputs are not permitted");
  EXPECT_EQ(verdict(Json::array()), "Malformed input request, please reformat your input and try again.");
}

TEST(ValidateRequest, ChecksTheRoles) {
  EXPECT_EQ(verdict(body_without("messages")), "messages: Field required");
  EXPECT_EQ(verdict(body_with("messages", "Hi")), "messages: Input should be a valid list");
  EXPECT_EQ(verdict(body_with("messages", Json::array())), "messages: at least one message is required");
  EXPECT_EQ(verdict(body_with("messages", json(R"([{"role": "tool", "content": "x"}])"))),
            "messages.0.role: Input should be 'user', 'assistant' or 'system'");
  EXPECT_THAT(verdict(body_with("messages", json(R"([{"role": "system", "content": "x"}])"))),
              ::testing::StartsWith("messages.0: use the top-level 'system' parameter"));
  EXPECT_EQ(verdict(body_with("messages", json(R"([{"content": "x"}])"))), "messages.0.role: Field required");
  EXPECT_EQ(verdict(body_with("messages", json(R"([{"role": "assistant", "content": "x"},
                                                   {"role": "user", "content": "y"}])"))),
            "messages: first message must use the \"user\" role");
  EXPECT_EQ(verdict(body_with("messages", json(R"([{"role": "user", "content": "x", "id": 1}])"))),
            "messages.0.id: Extra inputs are not permitted");
}

TEST(ValidateRequest, RefusesBlankText) {
  EXPECT_EQ(verdict(body_with("messages", json(R"([{"role": "user", "content": ""}])"))),
            "messages.0: all messages must have non-empty content except for the optional final assistant "
            "message");
  EXPECT_EQ(verdict(body_with("messages", json(R"([{"role": "user", "content": []}])"))),
            "messages.0: all messages must have non-empty content except for the optional final assistant "
            "message");
  EXPECT_EQ(verdict(body_with("messages", json(R"([{"role": "user", "content": " \n"}])"))),
            "messages: text content blocks must contain non-whitespace text");
}

TEST(ValidateRequest, ChecksSampling) {
  EXPECT_EQ(verdict(body_with("temperature", 0)), "accepted");
  EXPECT_EQ(verdict(body_with("temperature", 1)), "accepted");
  EXPECT_EQ(verdict(body_with("temperature", 1.1)), "temperature: Input should be less than or equal to 1");
  EXPECT_EQ(verdict(body_with("temperature", -0.1)),
            "temperature: Input should be greater than or equal to 0");
  EXPECT_EQ(verdict(body_with("temperature", nullptr)), "temperature: Input should be a valid number");
  EXPECT_EQ(verdict(body_with("top_k", -1)), "top_k: Input should be greater than or equal to 0");
  for (const char* name : {"temperature", "top_p"}) {
    EXPECT_EQ(verdict(body_with(name, 0.5), kOpus55),
              "`" + std::string(name) + "` is deprecated for this model.");
    EXPECT_EQ(verdict(body_with(name, 1), kOpus55), "accepted") << "what it does anyway";
  }
  EXPECT_EQ(verdict(body_with("top_k", 1), kOpus55), "`top_k` is deprecated for this model.");
  Json both = body_with("temperature", 1);
  both.set("top_p", 0.9);
  EXPECT_EQ(verdict(both),
            "`temperature` and `top_p` cannot both be specified for this model. Please use only one.");
  EXPECT_EQ(verdict(both, kSonnet46), "accepted");
}

TEST(ValidateRequest, RefusesPrefillWhereTheModelDoes) {
  const Json body = body_with("messages", json(R"([{"role": "user", "content": "x"},
                                                   {"role": "assistant", "content": "Sure:"}])"));
  EXPECT_EQ(verdict(body), "accepted");
  EXPECT_EQ(verdict(body, kSonnet46),
            "This model does not support assistant message prefill. The conversation must end with a user "
            "message.");
  const Json blank_end = body_with("messages", json(R"([{"role": "user", "content": "x"},
                                                        {"role": "assistant", "content": "Sure: "}])"));
  EXPECT_EQ(verdict(blank_end), "messages: final assistant content cannot end with trailing whitespace");
}

TEST(ValidateRequest, ChecksStopSequencesSystemAndBetas) {
  EXPECT_EQ(verdict(body_with("stop_sequences", "x")), "stop_sequences: Input should be a valid list");
  EXPECT_EQ(verdict(body_with("stop_sequences", Json::array({1}))),
            "stop_sequences.0: Input should be a valid string");
  EXPECT_EQ(verdict(body_with("stop_sequences", Json::array({" "}))),
            "stop_sequences: each stop sequence must contain non-whitespace");
  EXPECT_EQ(verdict(body_with("system", 1)), "system: Input should be a valid list");
  EXPECT_EQ(verdict(body_with("system", json(R"([{"type": "image"}])"))),
            "system.0.type: Input should be 'text'");
  EXPECT_EQ(verdict(body_with("anthropic_beta", "a")), "anthropic_beta: Input should be a valid list");
}

TEST(ValidateRequest, ChecksToolsAndThinking) {
  EXPECT_EQ(verdict(body_with("tools", json(R"([{"name": "a b", "input_schema": {"type": "object"}}])"))),
            "tools.0.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'");
  EXPECT_EQ(verdict(body_with("tools", json(R"([{"name": "a"}])"))),
            "tools.0.custom.input_schema: Field required");
  EXPECT_EQ(verdict(body_with("tools", json(R"([{"name": "a", "input_schema": {}}])"))),
            "tools.0.custom.input_schema.type: Field required");
  EXPECT_EQ(verdict(body_with("tool_choice", json(R"({"type": "some"})"))),
            "tool_choice.type: Input should be 'auto', 'any', 'tool' or 'none'");
  EXPECT_EQ(verdict(body_with("thinking", json(R"({"type": "enabled", "budget_tokens": 10})"))),
            "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
  EXPECT_EQ(verdict(body_with("thinking", json(R"({"type": "enabled", "budget_tokens": 2000})"))),
            "`max_tokens` must be greater than `thinking.budget_tokens`.");
}

TEST(ValidateRequest, ThinkingComesBackSigned) {
  const auto with = [](const std::string& block) {
    Json body =
        body_with("messages", json(R"([{"role": "user", "content": "x"}, {"role": "assistant", "content": []},
                                               {"role": "user", "content": "y"}])"));
    Json::Array messages = body["messages"].items();
    messages[1].set("content", Json::array({json(block.c_str())}));
    body.set("messages", Json(std::move(messages)));
    return verdict(body);
  };
  const std::string genuine = R"("signature": ")" + thinking_signature("t") + "\"}";
  EXPECT_EQ(with(R"({"type": "thinking", "thinking": "t", )" + genuine), "accepted");
  EXPECT_EQ(with(R"({"type": "thinking", "thinking": "tt", )" + genuine),
            "messages.1.content.0: Invalid `signature` in `thinking` block");
  EXPECT_EQ(with(R"({"type": "thinking", "thinking": "t", "signature": "c2ln"})"),
            "messages.1.content.0: Invalid `signature` in `thinking` block");
  EXPECT_EQ(with(R"({"type": "redacted_thinking", "data": ")" + sealed_thinking("x") + "\"}"), "accepted");
  EXPECT_EQ(with(R"({"type": "redacted_thinking", "data": "AAEC"})"),
            "messages.1.content.0: Invalid `data` in `redacted_thinking` block");
  EXPECT_EQ(with(R"({"type": "redacted_thinking"})"),
            "messages.1.content.0.redacted_thinking.data: Field required");
  EXPECT_EQ(with(R"({"type": "thinking", "thinking": "t", "signature": ""})"),
            "messages.1.content.0: Invalid `signature` in `thinking` block");
  EXPECT_EQ(with(R"({"type": "thinking", "thinking": "t"})"),
            "messages.1.content.0.thinking.signature: Field required");
}

TEST(ValidateRequest, ChecksToolResultsAgainstToolCalls) {
  const Json stray = body_with("messages", json(R"([
      {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t9", "content": "x"}]}])"));
  EXPECT_TRUE(verdict(stray).starts_with("messages.0: unexpected `tool_use_id` found in `tool_result`"));
  const Json unanswered = body_with("messages", json(R"([
      {"role": "user", "content": "x"},
      {"role": "assistant", "content": [{"type": "tool_use", "id": "t1", "name": "n", "input": {}}]},
      {"role": "user", "content": "y"}])"));
  EXPECT_TRUE(verdict(unanswered).starts_with("messages.1: `tool_use` ids were found without"));
  const Json at_the_end = body_with("messages", json(R"([
      {"role": "user", "content": "x"},
      {"role": "assistant", "content": [{"type": "tool_use", "id": "t1", "name": "n", "input": {}}]}])"));
  EXPECT_TRUE(verdict(at_the_end).starts_with("messages.1: `tool_use` ids were found without"));
}

TEST(ValidateRequest, NeighbouringMessagesOfOneRoleAreOneTurn) {
  const auto with_results = [](const char* second_id) {
    return verdict(body_with("messages", json((std::string(R"([{"role": "user", "content": "x"},
      {"role": "assistant", "content": [{"type": "tool_use", "id": "t1", "name": "n", "input": {}},
                                        {"type": "tool_use", "id": "t2", "name": "n", "input": {}}]},
      {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t1", "content": "a"}]},
      {"role": "user", "content": [{"type": "tool_result", "tool_use_id": ")") +
                                               second_id + R"(", "content": "b"}]}])")
                                                  .c_str())));
  };
  EXPECT_EQ(with_results("t2"), "accepted");
  EXPECT_EQ(
      with_results("t1"),
      "messages.3: each tool_use must have a single result. Found multiple `tool_result` blocks with id: "
      "t1");
}

TEST(ValidateRequest, IdsOfToolCallsAreUnique) {
  const Json twice = body_with("messages", json(R"([
      {"role": "user", "content": "x"},
      {"role": "assistant", "content": [{"type": "tool_use", "id": "t1", "name": "n", "input": {}}]},
      {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t1", "content": "a"}]},
      {"role": "assistant", "content": [{"type": "tool_use", "id": "t1", "name": "n", "input": {}}]},
      {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t1", "content": "a"}]}])"));
  EXPECT_EQ(verdict(twice), "messages.3: `tool_use` ids must be unique");
}

TEST(ValidateHeaders, WantsJson) {
  EXPECT_FALSE(check_invoke_headers({}, false));
  EXPECT_FALSE(
      check_invoke_headers({{"Content-Type", "application/json; charset=utf-8"}, {"Accept", "*/*"}}, false));
  EXPECT_FALSE(check_invoke_headers({{"Accept", "application/vnd.amazon.eventstream"}}, true));
  EXPECT_TRUE(check_invoke_headers({{"Content-Type", "text/plain"}}, false));
  EXPECT_TRUE(check_invoke_headers({{"Accept", "text/html"}}, false));
  EXPECT_TRUE(check_invoke_headers({{"X-Amzn-Bedrock-Accept", "text/html"}}, true));
}

}  // namespace
}  // namespace anthropic::internal::local
