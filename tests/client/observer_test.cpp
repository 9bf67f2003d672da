#include "client/client_fixture.hpp"

namespace anthropic::internal::testing {
namespace {

using ::testing::HasSubstr;

using namespace std::chrono_literals;

class ObserverTest : public ClientTest {
 protected:
  struct Seen {
    std::string model, request_id, text, body;
    bool stream;
    std::chrono::milliseconds duration;
    std::optional<std::chrono::milliseconds> time_to_first_token;
    int attempts;
    ErrorKind error;
  };

  AnthropicBedrock watched() {
    AnthropicBedrockOptions options = this->options();
    options.observe.on_call = [this](const CallRecord& record) {
      seen.push_back({record.model, record.request_id, record.message ? record.message->text() : "",
                      std::string(record.request_body), record.stream, record.duration,
                      record.time_to_first_token, record.attempts,
                      record.error ? record.error->kind : ErrorKind::none});
    };
    return make_client(options);
  }

  std::vector<Seen> seen;
};

TEST_F(ObserverTest, SeesEachCallOnce) {
  const AnthropicBedrock client = watched();
  fake_.transport->answer(refusal(429, "ThrottlingException", "slow"));
  fake_.transport->answer(message_answer());
  ASSERT_TRUE(client.messages.create(params()));
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].model, kHaiku);
  EXPECT_EQ(seen[0].request_id, "req-1");
  EXPECT_EQ(seen[0].text, "Hello!");
  EXPECT_EQ(seen[0].attempts, 2);
  EXPECT_EQ(seen[0].duration, 500ms) << "the pause counts";
  EXPECT_FALSE(seen[0].stream);
  EXPECT_THAT(seen[0].body, HasSubstr("A prompt nobody may log"));
}

TEST_F(ObserverTest, SeesStreams) {
  const AnthropicBedrock client = watched();
  FakeAnswer answer = stream_answer(hello_frames());
  answer.takes = 70ms;
  fake_.transport->answer(answer);
  auto stream = client.messages.stream(params());
  ASSERT_TRUE(stream.final_message());
  ASSERT_TRUE(stream.final_message());
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_TRUE(seen[0].stream);
  EXPECT_EQ(seen[0].time_to_first_token, 70ms);
  EXPECT_EQ(seen[0].text, "Hello!");
}

TEST_F(ObserverTest, SeesFailuresAndWhatWasAbandoned) {
  const AnthropicBedrock client = watched();
  EXPECT_FALSE(client.messages.create({.model = "x"}));
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].error, ErrorKind::bad_request);
  EXPECT_EQ(seen[0].attempts, 0);

  fake_.transport->answer(stream_answer(hello_frames(3)));
  EXPECT_FALSE(client.messages.stream(params()).final_message());
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(seen[1].error, ErrorKind::incomplete_stream);
  EXPECT_EQ(seen[1].text, "Hel");

  fake_.transport->answer(stream_answer(hello_frames()));
  {
    auto stream = client.messages.stream(params());
    for (int i = 0; i < 3; ++i) ASSERT_NE(stream.next(), nullptr);
  }
  ASSERT_EQ(seen.size(), 3u);
  EXPECT_EQ(seen[2].error, ErrorKind::user_abort);
  EXPECT_EQ(seen[2].text, "Hel");
}

}  // namespace
}  // namespace anthropic::internal::testing
