#include <gmock/gmock.h>

#include <anthropic/anthropic.hpp>
#include <anthropic/aws/sts.hpp>

#include "client/client_fixture.hpp"

// What a server may make a client keep in memory.

namespace anthropic::internal::testing {
namespace {

using ::testing::HasSubstr;

class LimitsTest : public ClientTest {
 protected:
  AnthropicBedrock limited(std::size_t response, std::size_t event = 16u << 20) {
    AnthropicBedrockOptions made = options();
    made.transport.max_response_bytes = response;
    made.transport.max_event_bytes = event;
    return make_client(std::move(made));
  }
  /// A stream that begins, and goes on with `count` deltas of 1000 bytes.
  static FakeAnswer long_stream(const std::string& block, const std::string& delta, int count) {
    std::vector<std::string> pieces = {chunk_frame(hello_events()[0])};
    pieces.push_back(
        chunk_frame(R"({"type":"content_block_start","index":0,"content_block":)" + block + "}"));
    const std::string text(1000, 'x');
    for (int i = 0; i < count; ++i) {
      pieces.push_back(
          chunk_frame(R"({"type":"content_block_delta","index":0,"delta":)" + delta + text + "\"}}"));
    }
    return stream_answer(std::move(pieces));
  }
  static void expect_too_long(const Error* error, const std::string& message, const std::string& option) {
    ASSERT_NE(error, nullptr);
    EXPECT_EQ(error->kind, ErrorKind::response_validation);
    EXPECT_EQ(error->message, message);
    EXPECT_THAT(error->hint, HasSubstr(option));
  }
  static std::string good_line(const char* id) {
    return R"({"custom_id":")" + std::string(id) + R"(","result":{"type":"succeeded","message":)" +
           kHelloMessage + "}}\n";
  }
};

const char* const kText = R"({"type":"text","text":""})";
const char* const kTextDelta = R"({"type":"text_delta","text":")";
const char* const kTool = R"({"type":"tool_use","id":"t","name":"n","input":{}})";
const char* const kInputDelta = R"({"type":"input_json_delta","partial_json":")";

TEST_F(LimitsTest, TheTextOfAStream) {
  fake_.transport->answer(long_stream(kText, kTextDelta, 200));
  auto stream = limited(100'000).messages.stream(params());
  while (stream.next()) {
  }
  expect_too_long(stream.error(), "the answer is longer than 100000 bytes (transport.max_response_bytes)",
                  "transport.max_response_bytes");
  ASSERT_TRUE(stream.error()->partial_message);
  EXPECT_GT(stream.error()->partial_message->text().size(), 80'000u) << "what had come is kept";
  EXPECT_LT(stream.error()->partial_message->text().size(), 100'000u);
  EXPECT_EQ(fake_.transport->requests().size(), 1u);
}

TEST_F(LimitsTest, TheInputOfATool) {
  fake_.transport->answer(long_stream(kTool, kInputDelta, 200));
  auto stream = limited(100'000).messages.stream(params());
  const auto message = stream.final_message();
  ASSERT_FALSE(message);
  expect_too_long(&message.error(), "the answer is longer than 100000 bytes (transport.max_response_bytes)",
                  "transport.max_response_bytes");
}

TEST_F(LimitsTest, AnEventOfAStream) {
  fake_.transport->answer(long_stream(kText, kTextDelta, 1));
  auto stream = limited(100'000, 1000).messages.stream(params());
  const auto message = stream.final_message();
  ASSERT_FALSE(message);
  expect_too_long(&message.error(),
                  "an event of the stream is longer than 1000 bytes (transport.max_event_bytes)",
                  "transport.max_event_bytes");
}

TEST_F(LimitsTest, ServerSentEventsWithoutAnEnd) {
  // One line without an end, an event without one, and the event's end in the last piece.
  const std::string mega(1u << 20, 'x');
  const std::string lines = "data: " + std::string(1000, 'x') + "\n";
  for (const auto& [first, piece] : {std::pair("data: ", mega), {": begins\n", lines}}) {
    FakeAnswer answer{.status = 200, .headers = {{"content-type", "text/event-stream"}}, .pieces = {first}};
    const std::size_t pieces = (17u << 20) / piece.size() + 1;
    for (std::size_t i = 0; i < pieces; ++i) answer.pieces.push_back(piece);
    answer.hangs_after_body = true;  // nobody reads as far as that
    fake_.transport->answer(std::move(answer));
    const auto message = client().messages.stream(params()).final_message();
    ASSERT_FALSE(message);
    expect_too_long(&message.error(),
                    "an event of the stream is longer than 16777216 bytes (transport.max_event_bytes)",
                    "transport.max_event_bytes");
  }
}

TEST_F(LimitsTest, AnAnswerThatIsNoStream) {
  fake_.transport->answer(message_answer());
  const auto message = limited(100).messages.create(params());
  ASSERT_FALSE(message);
  expect_too_long(&message.error(), "the answer is longer than 100 bytes (transport.max_response_bytes)",
                  "transport.max_response_bytes");
  fake_.transport->answer(message_answer());
  EXPECT_TRUE(limited(kHelloMessage.size()).messages.create(params()));
}

TEST_F(LimitsTest, ALineOfABatchsResults) {
  const std::string front = R"({"custom_id":"long","result":{"type":"succeeded","x":")";
  FakeAnswer answer{.status = 200, .pieces = {good_line("a"), front}};
  for (int i = 0; i < 50; ++i) answer.pieces.emplace_back(100, 'x');
  answer.pieces.push_back("\"}}\n" + good_line("b") + front + std::string(2000, 'x') + "\"}}\n" +
                          good_line("c"));
  fake_.transport->answer(std::move(answer));
  const auto client = make_client<Anthropic>({.api_key = "k", .transport = {.max_event_bytes = 1000}});
  auto results = client.messages.batches.results("msgbatch_1");
  std::vector<std::string> seen;
  while (const MessageBatchResult* result = results.next()) {
    seen.push_back(result->custom_id + ":" + result->type);
    if (!result->type.empty()) continue;
    ASSERT_TRUE(result->error);
    expect_too_long(&*result->error,
                    "a line of the results is longer than 1000 bytes (transport.max_event_bytes)",
                    "transport.max_event_bytes");
  }
  EXPECT_EQ(results.error(), nullptr);
  EXPECT_EQ(seen, (std::vector<std::string>{"a:succeeded", "long:", "b:succeeded", "long:", "c:succeeded"}));
}

TEST_F(LimitsTest, ALineWithoutEndIsToldAtItsLimit) {
  FakeAnswer answer{.status = 200, .pieces = {std::string(2000, 'x')}};
  answer.hangs_after_body = true;
  fake_.transport->answer(std::move(answer));
  const auto client = make_client<Anthropic>({.api_key = "k", .transport = {.max_event_bytes = 1000}});
  auto results = client.messages.batches.results("msgbatch_1");
  const MessageBatchResult* result = results.next();
  ASSERT_NE(result, nullptr);
  EXPECT_THAT(result->error->message, HasSubstr("1000 bytes (transport.max_event_bytes)"));
}

TEST_F(LimitsTest, NoneIsAFault) {
  for (const auto& client : {limited(0), limited(1000, 0)}) {
    const auto message = client.messages.create(params());
    ASSERT_FALSE(message);
    EXPECT_EQ(message.error().kind, ErrorKind::configuration);
    EXPECT_THAT(message.error().message, HasSubstr("max_"));
  }
  EXPECT_TRUE(fake_.transport->requests().empty());
}

TEST_F(LimitsTest, AFileIsAsLongAsFilesMayBe) {
  fake_.transport->answer(200, std::string(5000, 'f'));
  const auto client = make_client<Anthropic>({.api_key = "k", .transport = {.max_response_bytes = 1000}});
  EXPECT_EQ(client.files.download("file_1")->size(), 5000u);
}

TEST_F(LimitsTest, TheAnswerOfAnAwsService) {
  fake_.transport->answer(200, std::string(5000, ' '));
  const aws::STS sts(make_session({.region = "us-east-1",
                                   .access_key_id = "AKIDEXAMPLE",
                                   .secret_access_key = kSecret,
                                   .transport = {.max_response_bytes = 1000}}));
  const auto who = sts.get_caller_identity();
  ASSERT_FALSE(who);
  expect_too_long(&who.error(), "the answer is longer than 1000 bytes (transport.max_response_bytes)",
                  "transport.max_response_bytes");
}

}  // namespace
}  // namespace anthropic::internal::testing
