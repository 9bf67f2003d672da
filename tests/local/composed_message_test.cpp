#include "local/replies/composed_message.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "signed_request.hpp"

namespace anthropic::internal::local {
namespace {

using ::testing::ElementsAre;

Json body(std::int64_t max_tokens, Json stop_sequences = Json::array()) {
  Json json = *Json::parse(invoke_body());
  json.set("max_tokens", max_tokens);
  json.set("stop_sequences", std::move(stop_sequences));
  return json;
}

Reply reply(std::vector<std::string> chunks, std::optional<std::size_t> chunk_size = std::nullopt) {
  Reply made;
  made.chunks = std::move(chunks);
  made.chunk_size = chunk_size;
  return made;
}

TEST(Compose, KeepsTheChunksAndNumbersTheMessage) {
  const ComposedMessage message = compose(reply({"one ", "two"}), body(100), "claude-x", 7);
  EXPECT_EQ(message.id, "msg_local_000000000007");
  EXPECT_EQ(message.model, "claude-x");
  EXPECT_THAT(message.deltas, ElementsAre("one ", "two"));
  EXPECT_EQ(message.stop_reason, "end_turn");
  EXPECT_EQ(message.output_tokens, 2u);
  EXPECT_EQ(message.input_tokens, 3u);
}

TEST(Compose, CutsInPiecesOfWholeCharacters) {
  EXPECT_THAT(compose(reply({"äöüß"}, 3), body(100), "m", 1).deltas, ElementsAre("äöü", "ß"));
}

TEST(Compose, ObeysMaxTokens) {
  const ComposedMessage message = compose(reply({"abcd", "efgh", "ijkl"}), body(2), "m", 1);
  EXPECT_EQ(message.text(), "abcdefgh");
  EXPECT_EQ(message.stop_reason, "max_tokens");
  EXPECT_EQ(message.output_tokens, 2u);
  EXPECT_EQ(compose(reply({"abcdefgh"}), body(2), "m", 1).stop_reason, "end_turn");
}

TEST(Compose, ObeysTheStopSequenceThatComesFirst) {
  const ComposedMessage message =
      compose(reply({"one END", " two STOP three"}), body(100, Json::array({"STOP", "END", "four"})), "m", 1);
  EXPECT_EQ(message.text(), "one ");
  EXPECT_EQ(message.stop_reason, "stop_sequence");
  EXPECT_EQ(message.stop_sequence, "END");
}

TEST(Compose, FindsAStopSequenceAcrossChunks) {
  const ComposedMessage message =
      compose(reply({"one E", "ND two"}), body(100, Json::array({"END"})), "m", 1);
  EXPECT_THAT(message.deltas, ElementsAre("one "));
}

TEST(Compose, HasNoTextWhenTheStopSequenceIsAtTheBeginning) {
  const ComposedMessage message = compose(reply({"END of it"}), body(100, Json::array({"END"})), "m", 1);
  EXPECT_TRUE(message.deltas.empty());
  EXPECT_EQ((*Json::parse(message_body(message)))["content"], Json::array());
}

TEST(Compose, LetsWhicheverLimitComesFirstWin) {
  const ComposedMessage message = compose(reply({"abcdefghijklEND"}), body(2, Json::array({"END"})), "m", 1);
  EXPECT_EQ(message.text(), "abcdefgh");
  EXPECT_EQ(message.stop_reason, "max_tokens");
  EXPECT_EQ(message.stop_sequence, "");
}

TEST(Compose, AddsToolCallsUnlessTheTextWasCut) {
  Reply made = reply({"Let me see."});
  made.tool_uses.push_back({"weather", *Json::parse(R"({"city": "Bonn"})")});
  EXPECT_EQ(compose(made, body(100), "m", 1).stop_reason, "tool_use");
  EXPECT_EQ(compose(made, body(100), "m", 1).tool_uses.size(), 1u);
  const ComposedMessage cut = compose(made, body(3), "m", 1);
  EXPECT_TRUE(cut.tool_uses.empty());
  EXPECT_EQ(cut.stop_reason, "max_tokens");
}

TEST(Compose, ThinksIfItIsAsked) {
  Reply made = reply({"four"});
  made.thinking = "12345678";
  Json request = body(3);
  EXPECT_EQ(compose(made, request, "m", 1).thinking, std::nullopt);
  request.set("thinking", Json::object({{"type", "enabled"}}));
  const ComposedMessage message = compose(made, request, "m", 1);
  EXPECT_EQ(message.thinking, "12345678");
  EXPECT_EQ(message.output_tokens, 3u);
  EXPECT_EQ((*Json::parse(message_body(message)))["content"], *Json::parse(R"([
      {"type": "thinking", "thinking": "12345678", "signature": "bG9jYWwgZW5kcG9pbnQ6IHNpZ25hdHVyZSBBvJZ7G8uBl1UYWIPyrk91BgZmUA7KPJbfrAMWydK65g=="},
      {"type": "text", "text": "four"}])"));
  request.set("thinking", Json::object({{"type", "adaptive"}, {"display", "omitted"}}));
  EXPECT_EQ(compose(made, request, "m", 1).thinking, "");
  request.set("max_tokens", 2);
  const ComposedMessage cut = compose(made, request, "m", 1);
  EXPECT_EQ(cut.stop_reason, "max_tokens");
  EXPECT_TRUE(cut.deltas.empty());
}

TEST(Compose, ThinksBeforeACallIfItHasABudget) {
  Reply made = reply({"Let me see."});
  made.tool_uses.push_back({"weather", *Json::parse(R"({"city": "Bonn"})")});
  Json request = body(100);
  const auto first_block = [&] {
    return (*Json::parse(message_body(compose(made, request, "m", 1))))["content"][0]["type"].string_or("");
  };
  EXPECT_EQ(first_block(), "text");
  request.set("thinking", Json::object({{"type", "adaptive"}}));
  EXPECT_EQ(first_block(), "text");
  request.set("thinking", Json::object({{"type", "enabled"}}));
  EXPECT_EQ(first_block(), "thinking") << "or the results of the call could not be sent back";
  made.redacted_thinking = "AAEC";
  EXPECT_EQ(first_block(), "redacted_thinking");
}

TEST(MessageBody, IsWhatBedrockSends) {
  Reply made = reply({"Let me see."});
  made.tool_uses.push_back({"weather", *Json::parse(R"({"city": "Bonn"})")});
  const Json message = *Json::parse(message_body(compose(made, body(100), "claude-x", 1)));
  EXPECT_EQ(message, *Json::parse(R"({
    "model": "claude-x", "id": "msg_local_000000000001", "type": "message", "role": "assistant",
    "content": [{"type": "text", "text": "Let me see."},
                {"type": "tool_use", "id": "toolu_local_000000000001_0", "name": "weather", "input": {"city": "Bonn"}}],
    "stop_reason": "tool_use", "stop_sequence": null, "stop_details": null,
    "usage": {"input_tokens": 3, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0,
              "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0}, "output_tokens": 9}})"));
}

TEST(MessageBody, TellsOfARefusal) {
  Reply made = reply({"I cannot."});
  made.stop_reason = "refusal";
  const Json message = message_json(compose(made, body(100), "m", 1));
  EXPECT_EQ(message["stop_details"],
            *Json::parse(R"({"type": "refusal", "category": null, "explanation": null})"));
}

}  // namespace
}  // namespace anthropic::internal::local
