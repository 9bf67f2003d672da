#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "decoded_frames.hpp"
#include "local/checks/thinking_seal.hpp"
#include "local/converse/converse_stream.hpp"
#include "local/converse/write_converse_answer.hpp"
#include "local/faults/fault_effects.hpp"

namespace anthropic::internal::local {
namespace {

using ::testing::ElementsAre;

ComposedMessage composed(const std::string& reply_json, const std::string& more = "") {
  const Replies replies = *Replies::parse("[" + reply_json + "]");
  const Json body =
      *Json::parse(R"({"max_tokens": 100, "messages": [{"role": "user", "content": "hi"}])" + more + "}");
  return compose(*replies.find("m", {}), body, "claude-x", 7);
}

const char* const kThinks = R"(, "thinking": {"type": "enabled"})";

Json answer_to(const ComposedMessage& message, const ConverseRequest& request = {}) {
  return *Json::parse(converse_body(message, request));
}

TEST(ConverseAnswer, HasTextAndUsage) {
  EXPECT_EQ(answer_to(composed(R"("Hello.")")), *Json::parse(R"({"metrics": {"latencyMs": 1},
                "output": {"message": {"content": [{"text": "Hello."}], "role": "assistant"}},
                "stopReason": "end_turn",
                "usage": {"cacheReadInputTokens": 0, "cacheWriteInputTokens": 0, "inputTokens": 1,
                          "outputTokens": 2, "totalTokens": 3}})"));
}

TEST(ConverseAnswer, HasToolCalls) {
  const Json answer =
      answer_to(composed(R"({"text": "Let me see.", "tool_use": {"name": "w", "input": {"a": 1}}})"));
  EXPECT_EQ(answer["stopReason"].as_string(), "tool_use");
  EXPECT_EQ(answer["output"]["message"]["content"], *Json::parse(R"([{"text": "Let me see."},
      {"toolUse": {"input": {"a": 1}, "name": "w", "toolUseId": "toolu_local_000000000007_0"}}])"));
}

TEST(ConverseAnswer, HasReasoning) {
  const std::string reply = R"({"thinking": "Hm.", "redacted_thinking": "AAEC", "text": "4"})";
  const Json content = answer_to(composed(reply, kThinks))["output"]["message"]["content"];
  const Json thought = content[0]["reasoningContent"]["reasoningText"];
  EXPECT_EQ(thought, Json::object({{"text", "Hm."}, {"signature", thinking_signature("Hm.")}}));
  EXPECT_TRUE(may_be_sealed(content[1]["reasoningContent"]["redactedContent"].string_or("")));
  EXPECT_EQ(content[2], *Json::parse(R"({"text": "4"})"));
  EXPECT_EQ(answer_to(composed(reply))["output"]["message"]["content"], *Json::parse(R"([{"text": "4"}])"))
      << "nobody asked for thinking";
}

TEST(ConverseAnswer, HasEachStopReason) {
  const std::pair<const char*, const char*> cases[] = {
      {"end_turn", "end_turn"},
      {"max_tokens", "max_tokens"},
      {"stop_sequence", "stop_sequence"},
      {"tool_use", "tool_use"},
      {"refusal", "content_filtered"},
      {"content_filtered", "content_filtered"},
      {"guardrail_intervened", "guardrail_intervened"},
      {"model_context_window_exceeded", "model_context_window_exceeded"},
      {"malformed_tool_use", "malformed_tool_use"},
      {"malformed_model_output", "malformed_model_output"},
      {"pause_turn", "end_turn"},
  };
  for (const auto& [reason, expected] : cases) {
    const ComposedMessage message =
        composed(R"({"text": "x", "stop_reason": ")" + std::string(reason) + R"("})");
    EXPECT_EQ(answer_to(message)["stopReason"].as_string(), expected);
  }
  EXPECT_EQ(messages_stop_reason(composed(R"({"text": "x", "stop_reason": "guardrail_intervened"})")),
            "end_turn");
  EXPECT_EQ(messages_stop_reason(composed(R"({"text": "x", "stop_reason": "content_filtered"})")), "refusal");
}

TEST(ConverseAnswer, DividesTheUsageAsCachingDoes) {
  ComposedMessage message = composed(R"("Hello.")");
  message.cached = {.read = 10, .written_5m = 20, .written_1h = 30};
  EXPECT_EQ(answer_to(message)["usage"], *Json::parse(R"({"cacheReadInputTokens": 10,
      "cacheWriteInputTokens": 50, "inputTokens": 1, "outputTokens": 2, "totalTokens": 63,
      "cacheDetails": [{"inputTokens": 30, "ttl": "1h"}, {"inputTokens": 20, "ttl": "5m"}]})"));
}

TEST(ConverseAnswer, HasTheFieldsThatWereAskedFor) {
  const ComposedMessage message = composed(R"("One END two")", R"(, "stop_sequences": ["END"])");
  const auto fields = [&](std::vector<std::string> paths) {
    return answer_to(message, {.field_paths = std::move(paths)})["additionalModelResponseFields"];
  };
  EXPECT_EQ(fields({"/stop_sequence"}), *Json::parse(R"({"stop_sequence": "END"})"));
  EXPECT_EQ(fields({"/delta/stop_sequence", "/delta/stop_reason"}),
            *Json::parse(R"({"delta": {"stop_sequence": "END", "stop_reason": "stop_sequence"}})"));
  EXPECT_EQ(fields({"/content/0/text"}), *Json::parse(R"({"content": {"0": {"text": "One "}}})"));
  EXPECT_TRUE(fields({"/nothing", "/content/7", "/a~1b~0"}).is_null());
}

TEST(ConverseAnswer, RepeatsTheSettings) {
  const Json answer =
      answer_to(composed(R"("x")"), {.performance = *Json::parse(R"({"latency": "optimized"})"),
                                     .service_tier = *Json::parse(R"({"type": "flex"})")});
  EXPECT_EQ(answer["performanceConfig"]["latency"].as_string(), "optimized");
  EXPECT_EQ(answer["serviceTier"]["type"].as_string(), "flex");
}

DecodedStream streamed(const ComposedMessage& message, const ConverseRequest& request = {},
                       std::string_view faults = "") {
  std::string bytes;
  const Faults befalling = converse_faults(*parse_faults(faults));
  for (const Step& step : paced_steps(converse_frames(message, request), message.pace, befalling))
    bytes += step.bytes;
  return decode_stream(bytes);
}

std::vector<std::string> names_of(const DecodedStream& stream) {
  std::vector<std::string> names;
  for (const DecodedFrame& frame : stream.frames) names.push_back(frame.name);
  return names;
}

Json payload(const DecodedFrame& frame) {
  Json out = frame.payload;
  EXPECT_TRUE(out.erase("p")) << "no padding";
  return out;
}

TEST(ConverseStream, StreamsText) {
  const DecodedStream stream = streamed(composed(R"({"text": ["Hel", "lo."]})"));
  EXPECT_THAT(names_of(stream), ElementsAre("messageStart", "contentBlockDelta", "contentBlockDelta",
                                            "contentBlockStop", "messageStop", "metadata"));
  EXPECT_THAT(stream.frames[0].header_names, ElementsAre(":event-type", ":content-type", ":message-type"));
  EXPECT_EQ(stream.frames[0].message_type, "event");
  EXPECT_EQ(payload(stream.frames[0]), *Json::parse(R"({"role": "assistant"})"));
  EXPECT_EQ(payload(stream.frames[1]), *Json::parse(R"({"contentBlockIndex": 0, "delta": {"text": "Hel"}})"));
  EXPECT_EQ(payload(stream.frames[3]), *Json::parse(R"({"contentBlockIndex": 0})"));
  EXPECT_EQ(payload(stream.frames[4]), *Json::parse(R"({"stopReason": "end_turn"})"));
  EXPECT_EQ(payload(stream.frames[5]), *Json::parse(R"({"metrics": {"latencyMs": 1},
      "usage": {"cacheReadInputTokens": 0, "cacheWriteInputTokens": 0, "inputTokens": 1, "outputTokens": 2,
                "totalTokens": 3}})"));
}

TEST(ConverseStream, StartsOnlyBlocksOfTools) {
  const DecodedStream stream = streamed(composed(R"({"text": ["Let me see."], "tool_use": {"name": "w"}})"));
  EXPECT_THAT(names_of(stream), ElementsAre("messageStart", "contentBlockDelta", "contentBlockStop",
                                            "contentBlockStart", "contentBlockDelta", "contentBlockDelta",
                                            "contentBlockStop", "messageStop", "metadata"));
  EXPECT_EQ(payload(stream.frames[3]), *Json::parse(R"({"contentBlockIndex": 1,
      "start": {"toolUse": {"name": "w", "toolUseId": "toolu_local_000000000007_0"}}})"));
  EXPECT_EQ(payload(stream.frames[5]),
            *Json::parse(R"({"contentBlockIndex": 1, "delta": {"toolUse": {"input": "{}"}}})"));
  EXPECT_EQ(stream.frames[7].payload["stopReason"].as_string(), "tool_use");
}

TEST(ConverseStream, StreamsReasoning) {
  const DecodedStream stream =
      streamed(composed(R"({"thinking": "Hm.", "redacted_thinking": "AAEC", "text": ["4"]})", kThinks));
  std::vector<Json> deltas;
  for (const DecodedFrame& frame : stream.frames) {
    if (frame.name == "contentBlockDelta") deltas.push_back(frame.payload["delta"]);
  }
  const auto reasoning = [](const char* member, const std::string& value) {
    return Json::object({{"reasoningContent", Json::object({{member, value}})}});
  };
  EXPECT_THAT(deltas, ElementsAre(reasoning("text", "Hm."), reasoning("signature", thinking_signature("Hm.")),
                                  reasoning("redactedContent", sealed_thinking(std::string("\0\1\2", 3))),
                                  *Json::parse(R"({"text": "4"})")));
}

TEST(ConverseStream, HasTheFieldsAndTheSettings) {
  const DecodedStream stream = streamed(composed(R"("One END two")", R"(, "stop_sequences": ["END"])"),
                                        {.service_tier = *Json::parse(R"({"type": "flex"})"),
                                         .field_paths = {"/delta/stop_sequence", "/stop_sequence"}});
  const DecodedFrame& stop = stream.frames[stream.frames.size() - 2];
  EXPECT_EQ(stop.payload["additionalModelResponseFields"],
            *Json::parse(R"({"delta": {"stop_sequence": "END"}, "stop_sequence": "END"})"));
  EXPECT_EQ(stream.frames.back().payload["serviceTier"]["type"].as_string(), "flex");
}

TEST(ConverseStream, BreaksAsFaultsWantIt) {
  const ComposedMessage message = composed(R"({"text": ["a", "b"]})");
  EXPECT_THAT(names_of(streamed(message, {}, "no-stop")),
              ElementsAre("messageStart", "contentBlockDelta", "contentBlockDelta", "contentBlockStop"));
  EXPECT_THAT(names_of(streamed(message, {}, "exception=throttlingException,after=1")),
              ElementsAre("messageStart", "contentBlockDelta", "throttlingException"));
  const DecodedStream in_band = streamed(message, {}, "in-band-error");
  EXPECT_THAT(names_of(in_band), ElementsAre("modelStreamErrorException"));
  EXPECT_EQ(in_band.frames[0].message_type, "exception");
  EXPECT_EQ(in_band.frames[0].payload["originalStatusCode"].as_int64(), 500);
  EXPECT_THAT(names_of(streamed(message, {}, "error-frame")), ElementsAre("InternalFailure"));
  EXPECT_TRUE(streamed(message, {}, "bad-crc").is_damaged);
}

}  // namespace
}  // namespace anthropic::internal::local
