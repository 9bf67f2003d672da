#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto/encoding.hpp"
#include "platform/streams/stream_decoder.hpp"
#include "wire/aws/event_stream.hpp"

namespace anthropic::internal {
namespace {

std::string frame(const std::vector<event_stream::Header>& headers, std::string_view payload) {
  std::string out;
  event_stream::encode(headers, payload, out);
  return out;
}

std::string event(std::string_view type, std::string_view payload) {
  return frame({{":event-type", type}, {":message-type", std::string_view("event")}}, payload);
}

std::string chunk(std::string_view json) {
  return event("chunk", R"({"bytes":")" + base64_encode(json) + R"(","p":"abc"})");
}

std::string throttling() {
  return frame({{":exception-type", std::string_view("throttlingException")},
                {":message-type", std::string_view("exception")}},
               R"({"message":"Too many"})");
}

/// The events' JSON, each on a line, and the error's code at the end.
std::string decoded(const std::string& bytes) {
  const auto decoder = make_event_stream_decoder();
  decoder->push(bytes);
  std::string out;
  while (true) {
    const auto json = decoder->next();
    if (!json) return out + (json.error().code.empty() ? json.error().message : json.error().code);
    if (!*json) return out;
    out.append(**json) += '\n';
  }
}

TEST(EventStreamDecoder, ReadsChunksInEachForm) {
  const std::string base64 = base64_encode(R"({"a":1})");
  EXPECT_EQ(decoded(chunk(R"({"a":1})") + event("chunk", R"({"bytes":")" + base64 + R"("})") +
                    event("chunk", R"( { "p" : "x", "bytes" : ")" + base64 + R"(" })")),
            "{\"a\":1}\n{\"a\":1}\n{\"a\":1}\n");
}

TEST(EventStreamDecoder, AChunkWithoutBase64IsDamaged) {
  const std::string words = R"(damaged event stream: a chunk holds no base64 text in "bytes")";
  for (const char* payload : {"", "{}", R"({"bytes":""})", R"({"bytes":"%%%%"})", R"({"bytes":"AAA"})",
                              R"({"bytes":1})", R"({"bytes":")"})
    EXPECT_EQ(decoded(chunk("{}") + event("chunk", payload)), "{}\n" + words) << payload;
}

TEST(EventStreamDecoder, EachFrameIsReadByItsOwnHeaders) {
  EXPECT_EQ(decoded(chunk("{}") + event("novel", R"({"bytes":"e30="})") + chunk("[]")), "{}\n[]\n");
  EXPECT_EQ(decoded(chunk("{}") + throttling()), "{}\nThrottlingException");
  EXPECT_EQ(decoded(chunk("{}") + event("throttlingException", R"({"message":"Too many"})")),
            "{}\nThrottlingException");
  EXPECT_EQ(decoded(chunk("{}") + frame({}, R"({"bytes":"e30="})")),
            "{}\ndamaged event stream: the frame's :message-type is \"\"");
}

TEST(EventStreamDecoder, AnExceptionThatIsRepeatedIsNoChunk) {
  const std::string bytes = chunk("{}") + throttling() + throttling();
  const auto decoder = make_event_stream_decoder();
  decoder->push(bytes);
  ASSERT_TRUE(decoder->next());
  EXPECT_EQ(decoder->next().error().code, "ThrottlingException");
  EXPECT_EQ(decoder->next().error().code, "ThrottlingException");
}

}  // namespace
}  // namespace anthropic::internal
