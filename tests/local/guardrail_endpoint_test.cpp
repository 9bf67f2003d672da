#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <anthropic/bedrock.hpp>
#include <anthropic/bedrock_invocation.hpp>

#include "base/text/header_lookup.hpp"
#include "decoded_frames.hpp"
#include "local/server/endpoint.hpp"
#include "running_endpoint.hpp"
#include "signed_request.hpp"

namespace anthropic::internal::local {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kReplies = R"({
  "rules": [{"match": {"user_contains": "leak"}, "reply": {"thinking": "hm", "text": "The code word is bomb, you know."}},
            {"match": {"user_contains": "mail"}, "reply": {"text": "Write to bob@example.com today.",
                                                           "tool_use": {"name": "send"}}},
            {"match": {"user_contains": "calm"}, "reply": {"text": "All is well."}}],
  "guardrails": {
    "abc:1": {"words": ["bomb"], "sensitive": [{"pii": "EMAIL"}], "topics": [{"name": "Money", "words": ["stocks"]}],
              "blocked_input": "I cannot hear that.", "blocked_output": "I cannot say that."},
    "abc": {"words": ["draft"]}}})";
constexpr std::string_view kConverse = "/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse";
constexpr std::string_view kConverseStream =
    "/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse-stream";

Endpoint& guarded_endpoint() {
  static Endpoint endpoint = [] {
    EndpointSettings made;
    made.accepted = {{plain_pair()}, {"good-token"}, "us-east-1"};
    made.now = noon;
    made.random = std::make_shared<RealRandom>();
    made.replies = *Replies::parse(kReplies);
    return Endpoint(std::move(made));
  }();
  return endpoint;
}

Headers naming(std::string id, std::string version, std::string trace = "") {
  Headers headers = {{"X-Amzn-Bedrock-GuardrailIdentifier", std::move(id)},
                     {"X-Amzn-Bedrock-GuardrailVersion", std::move(version)}};
  if (!trace.empty()) headers.emplace_back("X-Amzn-Bedrock-Trace", std::move(trace));
  return headers;
}

Answer invoke(const std::string& body, Headers headers, std::string_view target = kHaikuInvoke) {
  return guarded_endpoint().answer(signed_request("POST", target, body, {.more = std::move(headers)}));
}

Json invoked(std::string_view prompt, std::string trace = "") {
  const Answer answer = invoke(invoke_body(prompt), naming("abc", "1", std::move(trace)));
  EXPECT_EQ(answer.status, 200) << answer.body;
  return *Json::parse(answer.body);
}

DecodedStream stream_of(const Answer& answer) {
  std::string bytes;
  for (const Step& step : answer.steps) bytes += step.bytes;
  return decode_stream(bytes);
}

std::string error_in(const Answer& answer) {
  return answer.error_code + ": " + (*Json::parse(answer.body))["message"].string_or("");
}

TEST(GuardedInvoke, IsLeftAloneIfThereIsNothingToSay) {
  const Json answer = invoked("calm");
  EXPECT_EQ(answer["content"][0]["text"].as_string(), "All is well.");
  EXPECT_EQ(answer["amazon-bedrock-guardrailAction"].as_string(), "NONE");
  EXPECT_FALSE(answer.contains("amazon-bedrock-trace"));
  const Json unguarded = *Json::parse(invoke(invoke_body("bomb"), {}).body);
  EXPECT_FALSE(unguarded.contains("amazon-bedrock-guardrailAction"));
}

TEST(GuardedInvoke, BlocksTheRequest) {
  const Json answer = invoked("How do I build a bomb?", "ENABLED");
  EXPECT_EQ(answer["content"].dump(), R"([{"type":"text","text":"I cannot hear that."}])");
  EXPECT_EQ(answer["stop_reason"].as_string(), "end_turn");
  EXPECT_EQ(answer["usage"]["output_tokens"].as_int64(), 0);
  EXPECT_EQ(answer["amazon-bedrock-guardrailAction"].as_string(), "INTERVENED");
  const Json& trace = answer["amazon-bedrock-trace"]["guardrail"];
  EXPECT_EQ(trace["input"]["abc"]["wordPolicy"]["customWords"][0]["match"].as_string(), "bomb");
  EXPECT_FALSE(trace.contains("outputs"));
}

TEST(GuardedInvoke, BlocksTheAnswer) {
  const Json answer = invoked("leak", "ENABLED_FULL");
  EXPECT_EQ(answer["content"].dump(), R"([{"type":"text","text":"I cannot say that."}])");
  EXPECT_EQ(answer["amazon-bedrock-guardrailAction"].as_string(), "INTERVENED");
  const Json& trace = answer["amazon-bedrock-trace"]["guardrail"];
  EXPECT_EQ(trace["modelOutput"][0].as_string(), "The code word is bomb, you know.");
  EXPECT_EQ(trace["outputs"][0]["abc"]["wordPolicy"]["customWords"][0]["action"].as_string(), "BLOCKED");
  EXPECT_EQ(trace["input"]["abc"]["topicPolicy"]["topics"][0]["detected"].as_bool(), false);
}

TEST(GuardedInvoke, MasksBothWays) {
  const Json answer = invoked("mail");
  EXPECT_EQ(answer["content"][0]["text"].as_string(), "Write to {EMAIL} today.");
  EXPECT_EQ(answer["content"][1]["name"].as_string(), "send");
  EXPECT_EQ(answer["stop_reason"].as_string(), "tool_use");
  EXPECT_EQ(answer["amazon-bedrock-guardrailAction"].as_string(), "INTERVENED");
  // The built-in answer says what it was asked.
  EXPECT_THAT(invoked("I am ada@example.com.")["content"][0]["text"].string_or(""),
              HasSubstr("I am {EMAIL}."));
}

TEST(GuardedInvoke, LooksAtTheSystemPromptAndAtAllMessages) {
  const std::string before = R"({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 99, )";
  const char* const bodies[] = {
      R"("system": "A bomb.", "messages": [{"role": "user", "content": "calm"}]})",
      R"("system": [{"type": "text", "text": "A bomb."}], "messages": [{"role": "user", "content": "calm"}]})",
      R"("messages": [{"role": "user", "content": "bomb"}, {"role": "assistant", "content": "No."},
                      {"role": "user", "content": [{"type": "text", "text": "calm"}]}]})",
  };
  for (const char* body : bodies) {
    const Json answer = *Json::parse(invoke(before + body, naming("abc", "1")).body);
    EXPECT_EQ(answer["content"][0]["text"].as_string(), "I cannot hear that.") << body;
  }
}

TEST(GuardedInvoke, LooksBetweenTagsOnly) {
  const auto asked = [](std::string text) {
    Json body = *Json::parse(invoke_body(text));
    body.set("amazon-bedrock-guardrailConfig", Json::object({{"tagSuffix", "xyz"}}));
    return (*Json::parse(invoke(body.dump(), naming("abc", "1")).body))["amazon-bedrock-guardrailAction"]
        .string_or("");
  };
  const std::string open = "<amazon-bedrock-guardrails-guardContent_xyz>";
  const std::string close = "</amazon-bedrock-guardrails-guardContent_xyz>";
  EXPECT_EQ(asked("bomb " + open + "calm" + close + " bomb"), "NONE");
  EXPECT_EQ(asked(open + "calm" + close + open + "bomb" + close), "INTERVENED");
  EXPECT_EQ(asked(open + "bomb"), "INTERVENED");
  EXPECT_EQ(asked("bomb"), "INTERVENED");
}

TEST(GuardedInvoke, RefusesWhatBedrockRefuses) {
  EXPECT_EQ(
      error_in(invoke(invoke_body(), naming("nonesuch", "1"))),
      "ValidationException: The guardrail identifier or version provided in the request does not exist.");
  EXPECT_EQ(
      error_in(invoke(invoke_body(), naming("abc", "2"))),
      "ValidationException: The guardrail identifier or version provided in the request does not exist.");
  EXPECT_THAT(error_in(invoke(invoke_body(), naming("not-an-id", "1"))),
              HasSubstr("Value 'not-an-id' at 'guardrailIdentifier' failed to satisfy constraint"));
  EXPECT_THAT(error_in(invoke(invoke_body(), naming("abc", "1", "yes"))),
              HasSubstr("at 'trace' failed to satisfy constraint"));
  EXPECT_THAT(error_in(invoke(invoke_body(), {{"X-Amzn-Bedrock-GuardrailIdentifier", "abc"}})),
              HasSubstr("guardrailIdentifier and guardrailVersion belong together"));
  Json body = *Json::parse(invoke_body());
  body.set("amazon-bedrock-guardrailConfig", Json::object({{"tagSuffix", "xyz"}}));
  EXPECT_THAT(error_in(invoke(body.dump(), {})),
              HasSubstr("amazon-bedrock-guardrailConfig: needs a guardrail"));
  body.set("amazon-bedrock-guardrailConfig", Json::object({{"streamProcessingMode", "later"}}));
  EXPECT_THAT(error_in(invoke(body.dump(), naming("abc", "1"))), HasSubstr("at 'streamProcessingMode'"));
}

TEST(GuardedInvoke, StreamsWhatItDid) {
  const DecodedStream blocked =
      stream_of(invoke(invoke_body("a bomb"), naming("abc", "1", "ENABLED"), kHaikuStream));
  EXPECT_EQ(blocked.text(), "I cannot hear that.");
  EXPECT_THAT(blocked.outline(),
              ElementsAre("message_start", "content_block_start", "ping", "content_block_delta",
                          "content_block_stop", "message_delta", "message_stop"));
  EXPECT_EQ(blocked.frames[3].payload["amazon-bedrock-guardrailAction"].as_string(), "INTERVENED");
  const Json& last = blocked.frames.back().payload;
  EXPECT_EQ(last["amazon-bedrock-guardrailAction"].as_string(), "INTERVENED");
  EXPECT_TRUE(last["amazon-bedrock-invocationMetrics"].is_object());
  EXPECT_TRUE(last["amazon-bedrock-trace"]["guardrail"]["input"]["abc"]["wordPolicy"].is_object());
  const DecodedStream masked = stream_of(invoke(invoke_body("mail"), naming("abc", "1"), kHaikuStream));
  EXPECT_EQ(masked.text(), "Write to {EMAIL} today.");
  const DecodedStream calm = stream_of(invoke(invoke_body("calm"), naming("abc", "1"), kHaikuStream));
  EXPECT_EQ(calm.frames.back().payload["amazon-bedrock-guardrailAction"].as_string(), "NONE");
  EXPECT_EQ(stream_of(invoke(invoke_body("leak"), naming("abc", "1"), kHaikuStream)).text(),
            "I cannot say that.");
}

TEST(GuardedInvoke, AnAsynchronousStreamHasSaidSomethingByThen) {
  const auto asked = [](std::string_view prompt) {
    Json body = *Json::parse(invoke_body(prompt));
    body.set("amazon-bedrock-guardrailConfig", Json::object({{"streamProcessingMode", "ASYNCHRONOUS"}}));
    return stream_of(invoke(body.dump(), naming("abc", "1"), kHaikuStream));
  };
  EXPECT_EQ(asked("leak").text(), "The code word is bomb, you know.I cannot say that.");
  EXPECT_EQ(asked("mail").text(), "Write to bob@example.com today.");
  EXPECT_EQ(asked("mail").frames.back().payload["amazon-bedrock-guardrailAction"].as_string(), "NONE");
}

std::string converse_body_with(std::string_view blocks, std::string_view more = "",
                               std::string_view config = "") {
  return R"({"messages": [{"role": "user", "content": )" + std::string(blocks) +
         R"(}], "guardrailConfig": {"guardrailIdentifier": "abc", "guardrailVersion": "1", "trace": "enabled")" +
         std::string(config) + "}" + std::string(more) + "}";
}

Json conversed(std::string_view blocks, std::string_view more = "") {
  const Answer answer =
      guarded_endpoint().answer(signed_request("POST", kConverse, converse_body_with(blocks, more)));
  EXPECT_EQ(answer.status, 200) << answer.body;
  return *Json::parse(answer.body);
}

std::string said(const Json& answer) {
  return answer["output"]["message"]["content"][0]["text"].string_or("");
}

TEST(GuardedConverse, BlocksAndMasks) {
  const Json calm = conversed(R"([{"text": "calm"}])");
  EXPECT_EQ(calm["stopReason"].as_string(), "end_turn");
  EXPECT_EQ(calm["trace"]["guardrail"]["actionReason"].as_string(), "No action.");
  EXPECT_EQ(calm["trace"]["guardrail"]["outputAssessments"]["abc"].size(), 1u);

  const Json unheard = conversed(R"([{"text": "bomb"}])");
  EXPECT_EQ(said(unheard), "I cannot hear that.");
  EXPECT_EQ(unheard["stopReason"].as_string(), "guardrail_intervened");
  EXPECT_EQ(unheard["usage"]["totalTokens"].as_int64(), 0);
  EXPECT_EQ(unheard["trace"]["guardrail"]["actionReason"].as_string(), "Guardrail blocked.");
  EXPECT_TRUE(unheard["trace"]["guardrail"]["inputAssessment"]["abc"]["wordPolicy"].is_object());
  EXPECT_FALSE(unheard["trace"]["guardrail"].contains("outputAssessments"));

  const Json unsaid = conversed(R"([{"text": "leak"}])");
  EXPECT_EQ(said(unsaid), "I cannot say that.");
  EXPECT_EQ(unsaid["stopReason"].as_string(), "guardrail_intervened");

  const Json masked = conversed(R"([{"text": "mail"}])");
  EXPECT_EQ(said(masked), "Write to {EMAIL} today.");
  EXPECT_EQ(masked["stopReason"].as_string(), "tool_use");
  EXPECT_EQ(masked["trace"]["guardrail"]["actionReason"].as_string(), "Guardrail masked.");
}

TEST(GuardedConverse, LooksAtGuardContentAloneIfThereIsSome) {
  EXPECT_EQ(said(conversed(R"([{"text": "bomb"}, {"guardContent": {"text": {"text": "calm"}}}])")),
            "All is well.");
  EXPECT_EQ(said(conversed(R"([{"text": "calm"}, {"guardContent": {"text": {"text": "bomb"}}}])")),
            "I cannot hear that.");
  EXPECT_EQ(said(conversed(R"([{"text": "calm"}, {"guardContent": {"text": {"text": "bomb",
                              "qualifiers": ["grounding_source"]}}}])")),
            "All is well.");
  EXPECT_EQ(said(conversed(R"([{"guardContent": {"text": {"text": "calm ada@example.com",
                              "qualifiers": ["query", "guard_content"]}}}])")),
            "All is well.");
  // The system prompt is looked at in guardContent only.
  EXPECT_EQ(said(conversed(R"([{"text": "calm"}])", R"(, "system": [{"text": "bomb"}])")), "All is well.");
  EXPECT_EQ(said(conversed(R"([{"text": "calm"}])",
                           R"(, "system": [{"guardContent": {"text": {"text": "bomb"}}}])")),
            "I cannot hear that.");
}

TEST(GuardedConverse, StreamsWhatItDid) {
  const auto asked = [](std::string_view text, std::string_view config = "") {
    return stream_of(guarded_endpoint().answer(
        signed_request("POST", kConverseStream,
                       converse_body_with(R"([{"text": ")" + std::string(text) + R"("}])", "", config))));
  };
  const DecodedStream blocked = asked("bomb");
  EXPECT_EQ(blocked.text(), "I cannot hear that.");
  EXPECT_EQ(blocked.frames[blocked.frames.size() - 2].payload["stopReason"].as_string(),
            "guardrail_intervened");
  EXPECT_TRUE(blocked.frames.back().payload["trace"]["guardrail"]["inputAssessment"]["abc"].is_object());
  EXPECT_EQ(asked("leak").text(), "I cannot say that.");
  EXPECT_EQ(asked("leak", R"(, "streamProcessingMode": "async")").text(),
            "The code word is bomb, you know.I cannot say that.");
  EXPECT_EQ(asked("leak", R"(, "streamProcessingMode": "sync")").text(), "I cannot say that.");
}

Answer ask_to_apply(std::string_view target, const std::string& body) {
  return guarded_endpoint().answer(signed_request("POST", target, body));
}

Json applied(const std::string& body) {
  const Answer answer = ask_to_apply("/guardrail/abc/version/1/apply", body);
  EXPECT_EQ(answer.status, 200) << answer.body;
  return *Json::parse(answer.body);
}

TEST(ApplyGuardrail, SaysWhatItWouldDo) {
  const Json calm = applied(R"({"source": "INPUT", "content": [{"text": {"text": "Hello"}}]})");
  EXPECT_EQ(calm["action"].as_string(), "NONE");
  EXPECT_EQ(calm["actionReason"].as_string(), "No action.");
  EXPECT_TRUE(calm["outputs"].empty());
  EXPECT_EQ(calm["usage"]["wordPolicyUnits"].as_int64(), 1);

  const std::string bomb = R"(, "content": [{"text": {"text": "a bomb"}}, {"text": {"text": "Hello"}}]})";
  const Json input = applied(R"({"source": "INPUT")" + bomb);
  EXPECT_EQ(input["action"].as_string(), "GUARDRAIL_INTERVENED");
  EXPECT_EQ(input["outputs"].dump(), R"([{"text":"I cannot hear that."}])");
  EXPECT_EQ(applied(R"({"source": "OUTPUT")" + bomb)["outputs"].dump(), R"([{"text":"I cannot say that."}])");

  const Json masked = applied(R"({"source": "OUTPUT", "content": [{"text": {"text": "ada@example.com"}},
      {"image": {"format": "png", "source": {"bytes": "aGk="}}}, {"text": {"text": "Hello"}},
      {"text": {"text": "a bomb", "qualifiers": ["query"]}}]})");
  EXPECT_EQ(masked["action"].as_string(), "GUARDRAIL_INTERVENED");
  EXPECT_EQ(masked["actionReason"].as_string(), "Guardrail masked.");
  EXPECT_EQ(masked["outputs"].dump(), R"([{"text":"{EMAIL}"},{"text":"Hello"},{"text":"a bomb"}])");
  EXPECT_EQ(masked["guardrailCoverage"]["images"]["total"].as_int64(), 1);

  const Json full =
      applied(R"({"source": "INPUT", "outputScope": "FULL", "content": [{"text": {"text": "Hello"}}]})");
  EXPECT_EQ(full["assessments"][0]["topicPolicy"]["topics"][0]["action"].as_string(), "NONE");
}

TEST(ApplyGuardrail, TakesAnArnAndTheDraft) {
  const std::string body = R"({"source": "INPUT", "content": [{"text": {"text": "a draft"}}]})";
  const Answer draft = ask_to_apply(
      "/guardrail/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aguardrail%2Fabc/version/DRAFT/apply",
      body);
  EXPECT_THAT(draft.body, HasSubstr("GUARDRAIL_INTERVENED"));
}

TEST(ApplyGuardrail, RefusesAsBedrockDoes) {
  const std::string body = R"({"source": "INPUT", "content": []})";
  EXPECT_EQ(error_in(ask_to_apply("/guardrail/nonesuch/version/1/apply", body)),
            "ResourceNotFoundException: The guardrail identifier or version provided in the request does not "
            "exist.");
  EXPECT_EQ(ask_to_apply("/guardrail/abc/version/7/apply", body).status, 404);
  EXPECT_THAT(error_in(ask_to_apply("/guardrail/a-b/version/1/apply", body)),
              HasSubstr("at 'guardrailIdentifier'"));
  EXPECT_THAT(error_in(ask_to_apply("/guardrail/abc/version/x/apply", body)),
              HasSubstr("at 'guardrailVersion'"));
  constexpr const char* kApply = "/guardrail/abc/version/1/apply";
  EXPECT_THAT(error_in(ask_to_apply(kApply, "{}")), HasSubstr("at 'source' failed to satisfy constraint"));
  EXPECT_THAT(error_in(ask_to_apply(kApply, "{}")), HasSubstr("at 'content' failed to satisfy constraint"));
  EXPECT_THAT(error_in(ask_to_apply(kApply, "[")),
              StartsWith("ValidationException: The request is malformed"));
  EXPECT_THAT(error_in(ask_to_apply(kApply, R"({"source": "BOTH", "content": []})")),
              HasSubstr("enum value set"));
  EXPECT_THAT(error_in(ask_to_apply(kApply, R"({"source": "INPUT", "content": [{}]})")),
              HasSubstr("GuardrailContentBlock object at content.0 must set one of the following keys"));
  EXPECT_EQ(ask_to_apply("/guardrail/a/b/version/1/apply", body).status, 200);  // as AWS answers a bare slash
  EXPECT_EQ(ask_to_apply("/guardrail/version/1/apply", body).status, 404);
  EXPECT_EQ(guarded_endpoint().answer({.method = "POST", .target = kApply, .body = body}).status, 403);
}

std::string message_for(std::string_view model, std::string_view prompt, std::string more = "") {
  return R"({"model": ")" + std::string(model) +
         R"(", "max_tokens": 99, "messages": [{"role": "user", "content": ")" + std::string(prompt) +
         R"("}])" + more + "}";
}

/// Of the Messages endpoint of the runtime, or of Mantle.
Answer ask_messages(const std::string& body, Headers headers, std::string service = "bedrock") {
  headers.emplace_back("anthropic-version", "2023-06-01");
  return guarded_endpoint().answer(signed_request(
      "POST", "/anthropic/v1/messages", body, {.service = std::move(service), .more = std::move(headers)}));
}

TEST(GuardedMessages, AreBlockedAndMaskedOnTheRuntime) {
  const Answer blocked = ask_messages(message_for(kHaikuId, "a bomb"), naming("abc", "1", "ENABLED"));
  ASSERT_EQ(blocked.status, 200) << blocked.body;
  const Json answer = *Json::parse(blocked.body);
  EXPECT_EQ(answer["content"].dump(), R"([{"type":"text","text":"I cannot hear that."}])");
  EXPECT_EQ(answer["amazon-bedrock-guardrailAction"].as_string(), "INTERVENED");
  EXPECT_TRUE(answer["amazon-bedrock-trace"]["guardrail"]["input"]["abc"].is_object());
  EXPECT_THAT(ask_messages(message_for(kHaikuId, "mail"), naming("abc", "1")).body,
              HasSubstr("Write to {EMAIL} today."));
  EXPECT_THAT(ask_messages(message_for(kHaikuId, "calm"), {}).body, Not(HasSubstr("amazon-bedrock")));
}

TEST(GuardedMessages, TellOfItAtTheEndOfAStream) {
  const Answer answer =
      ask_messages(message_for(kHaikuId, "leak", R"(, "stream": true)"), naming("abc", "1"));
  std::string events;
  for (const Step& step : answer.steps) events += step.bytes;
  EXPECT_THAT(events, HasSubstr("I cannot say that."));
  EXPECT_THAT(events, HasSubstr(R"({"type":"message_stop","amazon-bedrock-guardrailAction":"INTERVENED"})"));
}

TEST(GuardedMessages, TakeTagsAndRefuseWhatIsNotThere) {
  const std::string tagged = message_for(
      kHaikuId,
      "bomb <amazon-bedrock-guardrails-guardContent_x>calm</amazon-bedrock-guardrails-guardContent_x>",
      R"(, "amazon-bedrock-guardrailConfig": {"tagSuffix": "x"})");
  EXPECT_THAT(ask_messages(tagged, naming("abc", "1")).body, HasSubstr("All is well."));
  const Answer unknown = ask_messages(message_for(kHaikuId, "calm"), naming("abc", "9"));
  EXPECT_EQ(unknown.status, 400);
  EXPECT_THAT(unknown.body,
              HasSubstr("The guardrail identifier or version provided in the request does not exist."));
  EXPECT_EQ(
      ask_messages(message_for(kHaikuId, "calm"), {{"X-Amzn-Bedrock-GuardrailIdentifier", "abc"}}).status,
      400);
}

// As it was seen: it answers as if there were no such headers.
TEST(GuardedMessages, AreNotGuardedOnMantle) {
  const Answer answer = ask_messages(message_for("anthropic.claude-haiku-4-5-20251001-v1:0", "bomb"),
                                     naming("abc", "1"), "bedrock-mantle");
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_THAT(answer.body, Not(HasSubstr("I cannot hear that.")));
  EXPECT_THAT(answer.body, Not(HasSubstr("amazon-bedrock")));
}

TEST(GuardedClient, ReadsWhatTheGuardrailDid) {
  testing::LocalBedrock endpoint = start_endpoint({.replies = kReplies});
  AnthropicBedrock client(endpoint.client_options());
  MessageCreateParams params{.model = "haiku", .max_tokens = 99, .messages = {{"user", "a bomb"}}};
  params.bedrock = BedrockOptions{.guardrail = GuardrailConfig{"abc", "1", "ENABLED"}};
  const auto blocked = client.messages.create(params);
  ASSERT_TRUE(blocked) << blocked.error().to_string();
  EXPECT_EQ(blocked->text(), "I cannot hear that.");
  EXPECT_TRUE(bedrock_invocation(*blocked).guardrail_intervened());
  EXPECT_TRUE(bedrock_invocation(*blocked).guardrail_trace["input"]["abc"]["wordPolicy"].is_object());

  params.messages = {{"user", "mail"}};
  const auto masked = client.messages.stream(params).final_message();
  ASSERT_TRUE(masked) << masked.error().to_string();
  EXPECT_EQ(masked->text(), "Write to {EMAIL} today.");
  EXPECT_TRUE(bedrock_invocation(*masked).guardrail_intervened());
  EXPECT_TRUE(bedrock_invocation(*masked).guardrail_trace["outputs"][0]["abc"].is_object());

  params.messages = {{"user", "calm"}};
  EXPECT_EQ(bedrock_invocation(*client.messages.create(params)).guardrail_action, "NONE");
  params.bedrock->guardrail->version = "2";
  const auto refused = client.messages.create(params);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().hint, HasSubstr("guardrail's id"));
}

}  // namespace
}  // namespace anthropic::internal::local
