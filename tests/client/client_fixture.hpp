#pragma once

#include <gmock/gmock.h>
#include <string>
#include <utility>
#include <vector>

#include <anthropic/bedrock.hpp>

#include "aws/session/make_session.hpp"
#include "base/crypto/encoding.hpp"
#include "base/public_names.hpp"
#include "client/clients/make_client.hpp"
#include "support/fake_world.hpp"
#include "wire/aws/event_stream.hpp"

namespace anthropic::internal::testing {

inline constexpr char kHaiku[] = "us.anthropic.claude-haiku-4-5-20251001-v1:0";
inline constexpr char kSecret[] = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// One frame of a Bedrock stream that holds an event's JSON.
inline std::string chunk_frame(std::string_view event) {
  const std::string payload = R"({"bytes":")" + base64_encode(event) + R"(","p":"abcdefgh"})";
  std::string frame;
  event_stream::encode({{":event-type", std::string_view("chunk")},
                        {":content-type", std::string_view("application/json")},
                        {":message-type", std::string_view("event")}},
                       payload, frame);
  return frame;
}

inline std::string exception_frame(std::string_view type, std::string_view payload) {
  std::string frame;
  event_stream::encode({{":exception-type", type},
                        {":content-type", std::string_view("application/json")},
                        {":message-type", std::string_view("exception")}},
                       payload, frame);
  return frame;
}

inline const std::vector<std::string>& hello_events() {
  static const std::vector<std::string> events = {
      R"({"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":1}}})",
      R"({"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}})",
      R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hel"}})",
      R"({"type":"ping"})",
      R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"lo!"}})",
      R"({"type":"content_block_stop","index":0})",
      R"({"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":4}})",
      R"({"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":9,"outputTokenCount":4}})"};
  return events;
}

/// The first `count` frames of the usual stream.
inline std::vector<std::string> hello_frames(std::size_t count = 100) {
  std::vector<std::string> frames;
  for (const std::string& event : hello_events()) {
    if (frames.size() < count) frames.push_back(chunk_frame(event));
  }
  return frames;
}

inline FakeAnswer stream_answer(std::vector<std::string> pieces) {
  return {
      .status = 200,
      .headers = {{"Content-Type", "application/vnd.amazon.eventstream"}, {"x-amzn-RequestId", "req-stream"}},
      .pieces = std::move(pieces)};
}

inline const std::string kHelloMessage =
    R"({"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[{"type":"text","text":"Hello!"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":4}})";

inline FakeAnswer message_answer() {
  return {.status = 200,
          .headers = {{"content-type", "application/json"}, {"x-amzn-RequestId", "req-1"}},
          .pieces = {kHelloMessage}};
}

/// A content block.
inline std::string text_block(const std::string& text) {
  return R"({"type":"text","text":)" + Json(text).dump() + "}";
}

/// A message of these content blocks.
inline FakeAnswer answer_of(const std::string& blocks, const std::string& stop_reason) {
  FakeAnswer answer = message_answer();
  answer.pieces = {
      R"({"id":"msg_1","type":"message","role":"assistant","model":"claude-haiku-4-5","content":[)" + blocks +
      R"(],"stop_reason":")" + stop_reason +
      R"(","stop_sequence":null,"usage":{"input_tokens":9,"output_tokens":4}})"};
  return answer;
}

/// A message that says `text`.
inline FakeAnswer saying(const std::string& text) {
  return answer_of(text_block(text), "end_turn");
}

inline FakeAnswer refusal(int status, const std::string& code, const std::string& message,
                          Headers more = {}) {
  Headers headers{{"x-amzn-ErrorType", code + ":http://internal.amazon.com/coral/"},
                  {"x-amzn-RequestId", "req-bad"}};
  headers.insert(headers.end(), more.begin(), more.end());
  return {.status = status, .headers = headers, .pieces = {Json::object({{"message", message}}).dump()}};
}

/// A client in a fake world. Whatever it logs, and each error it gives, is searched for its secrets at the
/// end.
class ClientTest : public ::testing::Test {
 protected:
  AnthropicBedrockOptions options() {
    return {
        .aws_region = "us-east-1",
        .aws_access_key = "AKIDEXAMPLE",
        .aws_secret_key = kSecret,
        .aws_session_token = "session-token-of-the-test",
        .observe = {.logger = [this](LogLevel, std::string_view line) { log += std::string(line) + "\n"; },
                    .log_level = LogLevel::debug}};
  }
  /// In the fake world.
  template <class Client = AnthropicBedrock>
  Client make_client(typename Client::Options options) {
    return internal::make_client<Client>(std::move(options), fake_.world);
  }
  aws::Session make_session(aws::SessionOptions options) {
    return internal::make_session(std::move(options), fake_.world);
  }
  AnthropicBedrock client() { return make_client(options()); }

  static MessageCreateParams params() {
    return {.model = kHaiku, .max_tokens = 100, .messages = {{"user", "A prompt nobody may log"}}};
  }

  void TearDown() override {
    for (const char* hidden :
         {kSecret, "session-token-of-the-test", "A prompt nobody may log", "Signature="}) {
      EXPECT_THAT(log, ::testing::Not(::testing::HasSubstr(hidden))) << "the log holds " << hidden;
    }
  }

  FakeWorld fake_ = make_fake_world();
  std::string log;
};

}  // namespace anthropic::internal::testing
