#include "local/replies/replies.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "local/replies/composed_message.hpp"

namespace anthropic::internal::local {
namespace {

using ::testing::HasSubstr;

Replies replies(const char* json) {
  auto read = Replies::parse(json);
  EXPECT_TRUE(read) << read.error().message;
  return read ? *std::move(read) : Replies();
}

std::string text_for(const Replies& rules, std::string_view model, const Conversation& conversation) {
  const Reply* reply = rules.find(model, conversation);
  if (!reply) return "(none)";
  std::string text;
  for (const std::string& chunk : reply->chunks) text += chunk;
  return text;
}

std::string complaint_about(const char* json) {
  const auto read = Replies::parse(json);
  EXPECT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::configuration);
  return read.error().message;
}

TEST(Replies, TakeTheFirstRuleThatMatches) {
  const Replies rules = replies(R"({"rules": [
    {"match": {"model": "opus"}, "reply": {"text": "by model"}},
    {"match": {"model": "*-4-?"}, "reply": {"text": "by model pattern"}},
    {"match": {"system": "pirate"}, "reply": {"text": "by system"}},
    {"match": {"user_equals": "exactly"}, "reply": {"text": "by equality"}},
    {"match": {"user_contains": "part", "system": "both"}, "reply": {"text": "by both"}},
    {"match": {"user_glob": "What is *?"}, "reply": {"text": "by pattern"}},
    {"reply": {"text": "otherwise"}}]})");
  const auto ask = [&](std::string_view model, std::string system, std::string user) {
    return text_for(rules, model, {.system = std::move(system), .last_user = std::move(user)});
  };
  EXPECT_EQ(ask("us.anthropic.claude-opus-5", "", ""), "by model");
  EXPECT_EQ(ask("us.anthropic.claude-sonnet-4-6", "", ""), "by model pattern");
  EXPECT_EQ(ask("m", "You are a pirate.", ""), "by system");
  EXPECT_EQ(ask("m", "", "exactly"), "by equality");
  EXPECT_EQ(ask("m", "", "not exactly"), "otherwise");
  EXPECT_EQ(ask("m", "", "a part"), "otherwise");
  EXPECT_EQ(ask("m", "both", "a part"), "by both");
  EXPECT_EQ(ask("m", "", "What is 2+2?"), "by pattern");
}

TEST(Replies, InOrderAreTextsAndWholeReplies) {
  const Replies answers = replies(R"(["one", {"tool_use": {"name": "a"}}, {"text": "three"}])");
  EXPECT_EQ(text_for(answers, "m", {}), "one");
  const Reply* second = answers.find("m", {});
  ASSERT_TRUE(second);
  ASSERT_EQ(second->tool_uses.size(), 1u);
  EXPECT_EQ(text_for(answers, "m", {}), "three");
  EXPECT_EQ(text_for(answers, "m", {}), "three");
}

TEST(Replies, ReadEverythingThatAReplyHas) {
  const Replies rules = replies(R"({"rules": [{"reply": {
    "thinking": "hm", "redacted_thinking": "AAEC", "text": ["one ", "two"],
    "citations": [{"cited_text": "c", "document_index": 1}], "tool_use": [{"name": "a", "input": {"x": 1}}, {"name": "b"}],
    "stop_reason": "end_turn", "pace_ms": 5, "chunk_size": 3}}]})");
  const Reply* reply = rules.find("m", {});
  ASSERT_TRUE(reply);
  EXPECT_THAT(reply->chunks, ::testing::ElementsAre("one ", "two"));
  ASSERT_EQ(reply->tool_uses.size(), 2u);
  EXPECT_EQ(reply->tool_uses[0].input["x"].as_int64(), 1);
  ASSERT_EQ(reply->quotes.size(), 1u);
  EXPECT_EQ(reply->quotes[0].text, "c");
  EXPECT_EQ(reply->quotes[0].document, 1u);
  EXPECT_EQ(reply->thinking, "hm");
  EXPECT_EQ(reply->redacted_thinking, "AAEC");
  EXPECT_EQ(reply->stop_reason, "end_turn");
  EXPECT_EQ(reply->pace.count(), 5);
  EXPECT_EQ(reply->chunk_size, 3u);
}

TEST(Replies, MatchToolResults) {
  const Replies rules = replies(R"({"rules": [
    {"match": {"tool_result_of": "weather", "tool_result_contains": "rain"}, "reply": {"text": "an umbrella"}},
    {"match": {"tool_result_of": "get_*"}, "reply": {"text": "by pattern"}},
    {"match": {"tool_result_contains": "failed"}, "reply": {"text": "by text"}},
    {"match": {"has_tool_result": true}, "reply": {"text": "any"}},
    {"match": {"has_tool_result": false}, "reply": {"text": "none"}}]})");
  const auto after = [&](std::vector<ToolResult> results) {
    return text_for(rules, "m", {.tool_results = std::move(results)});
  };
  EXPECT_EQ(after({}), "none");
  EXPECT_EQ(after({{"weather", "much rain"}}), "an umbrella");
  EXPECT_EQ(after({{"clock", "12:00"}, {"weather", "much rain"}}), "an umbrella");
  EXPECT_EQ(after({{"weather", "sun"}, {"clock", "rain"}}), "any");
  EXPECT_EQ(after({{"get_time", "12:00"}}), "by pattern");
  EXPECT_EQ(after({{"clock", "failed"}}), "by text");
}

TEST(Replies, AnswerSoManyTimes) {
  const Replies rules = replies(R"({"rules": [
    {"times": 2, "reply": {"text": "twice"}},
    {"match": {"system": "x"}, "times": 1, "reply": {"text": "once"}},
    {"reply": {"text": "then"}}]})");
  EXPECT_EQ(text_for(rules, "m", {}), "twice");
  EXPECT_EQ(text_for(rules, "m", {.system = "x"}), "twice");
  EXPECT_EQ(text_for(rules, "m", {}), "then");
  EXPECT_EQ(text_for(rules, "m", {.system = "x"}), "once");
  EXPECT_EQ(text_for(rules, "m", {.system = "x"}), "then");
}

TEST(Replies, HaveNoAnswerWhenNoRuleMatches) {
  EXPECT_EQ(Replies().find("m", {}), nullptr);
  EXPECT_EQ(replies(R"({"rules": []})").find("m", {}), nullptr);
}

TEST(Replies, SayWhereAFileIsWrong) {
  EXPECT_THAT(complaint_about("{"), HasSubstr("the text"));
  EXPECT_THAT(complaint_about(R"([])"), HasSubstr("the list: should hold at least one answer"));
  EXPECT_THAT(complaint_about(R"("Hello")"), HasSubstr("the file: should be rules, or a list of answers"));
  EXPECT_THAT(complaint_about(R"({"rules": {}})"), HasSubstr("rules: should be a list"));
  EXPECT_THAT(complaint_about(R"({"rules": [{"reply": {"text": "x"}}, {"reply": {"txt": "x"}}]})"),
              HasSubstr("rules[1].reply.txt: is not a member that is known here"));
  EXPECT_THAT(complaint_about(R"({"rules": [{}]})"), HasSubstr("rules[0].reply"));
  EXPECT_THAT(complaint_about(R"({"rules": [{"reply": {}}]})"), HasSubstr("needs text or tool_use"));
  EXPECT_THAT(complaint_about(R"({"rules": [{"match": {"user": "x"}, "reply": {"text": "x"}}]})"),
              HasSubstr("rules[0].match.user"));
  EXPECT_THAT(complaint_about(R"({"rules": [{"match": {"has_tool_result": 1}, "reply": {"text": "x"}}]})"),
              HasSubstr("rules[0].match.has_tool_result: should be true or false"));
  EXPECT_THAT(
      complaint_about(R"({"rules": [{"reply": {"text": "x", "citations": [{"cited_text": "y"}, {}]}}]})"),
      HasSubstr("rules[0].reply.citations[1]: needs cited_text or document_index"));
  EXPECT_THAT(complaint_about(R"({"rules": [{"times": 0, "reply": {"text": "x"}}]})"),
              HasSubstr("rules[0].times: should be a whole number from 1"));
  EXPECT_THAT(complaint_about(R"({"rules": [{"reply": {"text": ["x", 1]}}]})"),
              HasSubstr("rules[0].reply.text[1]: should be a string"));
  EXPECT_THAT(complaint_about(R"({"rules": [{"reply": {"text": "x", "pace_ms": -1}}]})"),
              HasSubstr("rules[0].reply.pace_ms"));
  EXPECT_THAT(complaint_about(R"({"rules": [{"reply": {"text": "x", "chunk_size": 0}}]})"),
              HasSubstr("rules[0].reply.chunk_size"));
  EXPECT_THAT(complaint_about(R"({"rules": [{"reply": {"text": "x", "stop_reason": "bored"}}]})"),
              HasSubstr("rules[0].reply.stop_reason"));
  EXPECT_THAT(complaint_about(R"({"rules": [{"reply": {"text": "x", "redacted_thinking": "?"}}]})"),
              HasSubstr("rules[0].reply.redacted_thinking: should be base64"));
  EXPECT_THAT(complaint_about(R"({"rules": [{"reply": {"tool_use": {"input": {}}}}]})"),
              HasSubstr("rules[0].reply.tool_use.name"));
}

TEST(Builtin, AlwaysSaysThatItIsNotClaude) {
  for (const char* prompt : {"Hello!", "What is 2+2?", "", "a\nb"}) {
    const Reply reply = builtin_reply(Json::object(), {.last_user = prompt});
    ASSERT_EQ(reply.chunks.size(), 1u);
    EXPECT_TRUE(reply.chunks[0].starts_with("I am the local endpoint, not Claude.")) << reply.chunks[0];
  }
}

TEST(Builtin, MentionsTheQuestionInShort) {
  const auto say = [](Conversation conversation) {
    return builtin_reply(Json::object(), conversation).chunks[0];
  };
  EXPECT_THAT(say({.last_user = "What is 2+2?"}), HasSubstr("You asked: \"What is 2+2?\"."));
  EXPECT_THAT(say({.last_user = std::string(1000, 'x')}), HasSubstr("\"" + std::string(60, 'x') + "…\""));
  EXPECT_THAT(say({.last_user = "x", .images = 2}), HasSubstr("2 images came with it."));
  EXPECT_THAT(say({.last_user = "x", .documents = 1}), HasSubstr(" A document came with it."));
  EXPECT_THAT(say({.last_user = "x", .images = 1, .documents = 2}),
              HasSubstr(" An image and 2 documents came with it."));
  EXPECT_THAT(say({.tool_results = {{.text = "Rain"}}}), HasSubstr("The tool answered: \"Rain\"."));
  EXPECT_THAT(say({.tool_results = {{.tool = "a"}}}), HasSubstr("The tool answered."));
  EXPECT_THAT(say({.tool_results = {{.text = "Rain"}, {.text = "Sun"}}}),
              HasSubstr("\"Rain\". Another one answered, too."));
}

TEST(Builtin, CallsTheToolThatTheRequestInsistsOn) {
  const Json body = *Json::parse(
      R"({"max_tokens": 100, "tool_choice": {"type": "tool", "name": "b"}, "tools": [{"name": "a"},
      {"name": "b", "input_schema": {"type": "object", "required": ["city", "days"],
       "properties": {"city": {"type": "string"}, "days": {"type": "integer"}}}}]})");
  const Reply reply = builtin_reply(body, {.last_user = "x"});
  ASSERT_EQ(reply.tool_uses.size(), 1u);
  EXPECT_EQ(reply.tool_uses[0].name, "b");
  const ComposedMessage message = compose(reply, body, "m", 1);
  EXPECT_EQ(message.tool_uses.at(0).input, *Json::parse(R"({"city": "local", "days": 1})"));
}

TEST(Builtin, FollowsTheSchemaOfTheAnswer) {
  const char* format = R"({"type": "json_schema", "schema": {"type": "object", "required": ["city"],
      "additionalProperties": false, "properties": {"city": {"enum": ["Bonn", "Rome"]}}}})";
  for (const std::string& body : {R"({"output_config": {"format": )" + std::string(format) + "}}",
                                  R"({"output_format": )" + std::string(format) + "}"}) {
    const Reply reply =
        builtin_reply(*Json::parse(body), {.last_user = "x", .tool_results = {{.text = "y"}}});
    ASSERT_EQ(reply.chunks.size(), 1u);
    EXPECT_EQ(reply.chunks[0], R"({"city":"Bonn"})");
  }
}

TEST(Builtin, FollowsASchemaThatAClientAsksForOtherwise) {
  const Json vercel = *Json::parse(
      R"({"tools": [{"name": "json", "description": "Respond with a JSON object.", "input_schema": {}}]})");
  EXPECT_EQ(builtin_reply(vercel, {}).tool_uses.at(0).name, "json");
  EXPECT_TRUE(builtin_reply(vercel, {.tool_results = {{.tool = "json"}}}).tool_uses.empty());
  EXPECT_EQ(
      builtin_reply(Json::object(), {.system = "JSON schema:\n{\"type\": \"integer\"}\nYou MUST answer with "
                                               "only a JSON object"})
          .chunks.at(0),
      "1");
}

TEST(Builtin, SaysThatNothingFitsASchema) {
  const Json body = *Json::parse(
      R"({"output_config": {"format": {"type": "json_schema", "schema": {"type": "string", "enum": [1]}}}})");
  EXPECT_THAT(builtin_reply(body, {}).chunks.at(0), HasSubstr("I found no value that fits the schema"));
}

}  // namespace
}  // namespace anthropic::internal::local
