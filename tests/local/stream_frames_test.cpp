#include "local/server/stream_frames.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

#include "decoded_frames.hpp"
#include "local/checks/thinking_seal.hpp"
#include "signed_request.hpp"

namespace anthropic::internal::local {
namespace {

using ::testing::ElementsAre;

ComposedMessage message_with(std::vector<std::string> chunks, std::vector<ToolUse> tool_uses = {}) {
  Reply reply;
  reply.chunks = std::move(chunks);
  reply.tool_uses = std::move(tool_uses);
  return compose(reply, *Json::parse(invoke_body()), "claude-x", 1);
}

TEST(StreamFrames, AreTheEventsOfAnAnswerInOrder) {
  const DecodedStream stream = decode_stream(stream_frames(message_with({"Hello", " world"})).bytes);
  EXPECT_FALSE(stream.is_damaged || stream.is_incomplete);
  EXPECT_THAT(stream.outline(),
              ElementsAre("message_start", "content_block_start", "ping", "content_block_delta",
                          "content_block_delta", "content_block_stop", "message_delta", "message_stop"));
  EXPECT_EQ(stream.text(), "Hello world");
  EXPECT_EQ(stream.frames[0].payload["message"]["model"].as_string(), "claude-x");
  EXPECT_EQ(stream.frames[6].payload["delta"]["stop_reason"].as_string(), "end_turn");
  EXPECT_EQ(stream.frames[6].payload["usage"]["output_tokens"].as_int64(), 3);
  EXPECT_EQ(stream.frames[7].payload["amazon-bedrock-invocationMetrics"]["outputTokenCount"].as_int64(), 3);
}

TEST(StreamFrames, HaveBedrocksHeadersInItsOrder) {
  const FrameSequence sequence = stream_frames(message_with({"Hello"}));
  const DecodedStream stream = decode_stream(sequence.bytes);
  for (const DecodedFrame& frame : stream.frames) {
    EXPECT_THAT(frame.header_names, ElementsAre(":event-type", ":content-type", ":message-type"));
    EXPECT_EQ(frame.name, "chunk");
  }
  // Total length, headers' length: 75 bytes of headers, as seen live.
  EXPECT_EQ(sequence.frame(0).substr(4, 4), std::string_view("\0\0\0\x4b", 4));
}

TEST(StreamFrames, ArePaddedDifferently) {
  const DecodedStream stream = decode_stream(stream_frames(message_with({"a", "b", "c", "d", "e"})).bytes);
  std::set<std::size_t> lengths;
  for (const DecodedFrame& frame : stream.frames) {
    EXPECT_GE(frame.padding, 1u);
    EXPECT_LE(frame.padding, 62u);
    lengths.insert(frame.padding);
  }
  EXPECT_GE(lengths.size(), 4u);
}

TEST(StreamFrames, StreamThinkingBeforeTheText) {
  ComposedMessage message = message_with({"4"});
  message.thinking = "Two and two are four.";
  message.redacted_thinking = "AAEC";
  const DecodedStream stream = decode_stream(stream_frames(message).bytes);
  std::string thinking, signature;
  for (const DecodedFrame& frame : stream.frames) {
    thinking += frame.payload["delta"]["thinking"].string_or("");
    signature += frame.payload["delta"]["signature"].string_or("");
  }
  EXPECT_EQ(thinking, message.thinking);
  EXPECT_EQ(signature, thinking_signature(thinking));
  EXPECT_EQ(stream.frames[1].payload["content_block"]["type"].as_string(), "thinking");
  EXPECT_EQ(stream.frames[6].payload["content_block"],
            *Json::parse(R"({"type": "redacted_thinking", "data": "AAEC"})"));
  EXPECT_EQ(stream.frames[8].payload["index"].as_int64(), 2);
  EXPECT_EQ(stream.text(), "4");
}

TEST(StreamFrames, StreamToolCallsAsPartialJson) {
  const DecodedStream stream = decode_stream(
      stream_frames(message_with({"Let me see."}, {{"weather", *Json::parse(R"({"city": "Königswinter"})")}}))
          .bytes);
  std::string input;
  for (const DecodedFrame& frame : stream.frames)
    input += frame.payload["delta"]["partial_json"].string_or("");
  EXPECT_EQ(input, R"({"city":"Königswinter"})");
  const DecodedFrame& start = stream.frames[5];
  EXPECT_EQ(start.payload["index"].as_int64(), 1);
  EXPECT_EQ(start.payload["content_block"]["name"].as_string(), "weather");
  EXPECT_EQ(start.payload["content_block"]["input"], Json::object());
}

TEST(StreamFrames, MarkTheirDeltas) {
  const FrameSequence sequence = stream_frames(message_with({"a", "b"}));
  std::vector<bool> deltas;
  for (const auto& mark : sequence.frames) deltas.push_back(mark.is_delta);
  EXPECT_THAT(deltas, ElementsAre(false, false, false, true, true, false, false, false));
  std::string joined;
  for (std::size_t i = 0; i < sequence.frames.size(); ++i) joined += sequence.frame(i);
  EXPECT_EQ(joined, sequence.bytes);
}

TEST(StreamFrames, WriteExceptionsAndErrors) {
  std::string bytes;
  append_exception("throttlingException", R"({"message":"Too many"})", bytes);
  append_error("InternalFailure", "Broken", bytes);
  const DecodedStream stream = decode_stream(bytes);
  ASSERT_EQ(stream.frames.size(), 2u);
  EXPECT_EQ(stream.frames[0].message_type, "exception");
  EXPECT_EQ(stream.frames[0].name, "throttlingException");
  EXPECT_EQ(stream.frames[0].payload["message"].as_string(), "Too many");
  EXPECT_EQ(stream.frames[1].message_type, "error");
  EXPECT_EQ(stream.frames[1].name, "InternalFailure");
}

}  // namespace
}  // namespace anthropic::internal::local
