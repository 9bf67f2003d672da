#include <gmock/gmock.h>

#include <anthropic/aws/secrets_manager.hpp>

#include "client/client_fixture.hpp"

namespace anthropic::internal::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

/// A time-out is the whole call's: its attempts, the pauses between them, and the answer's last byte.
class DeadlineTest : public ClientTest {
 protected:
  FakeAnswer throttled(std::chrono::milliseconds takes = {}) {
    FakeAnswer answer = refusal(429, "ThrottlingException", "Too many requests");
    answer.takes = takes;
    return answer;
  }
  std::size_t sent() const { return fake_.transport->requests().size(); }
};

TEST_F(DeadlineTest, APauseThatWouldOutlastItIsNotBegun) {
  fake_.transport->answer_with([&](const FakeRequest&) { return throttled(); });
  const auto began = fake_.clock->steady_now();
  const auto message = client().messages.create(params(), {.timeout = 200ms});
  EXPECT_EQ(fake_.clock->steady_now(), began) << "no pause was begun";
  EXPECT_EQ(message.error().kind, ErrorKind::timeout);
  EXPECT_EQ(message.error().attempts, 1);
  EXPECT_EQ(message.error().request_id, "req-bad");
  EXPECT_THAT(message.error().message,
              AllOf(HasSubstr("the call's time-out of 200 ms would pass before the next attempt"),
                    HasSubstr("the last answer: RateLimitError 429 ThrottlingException: Too many requests")));
  EXPECT_THAT(message.error().hint, HasSubstr("`timeout`"));
}

TEST_F(DeadlineTest, CountsOverAttemptsAndPauses) {
  fake_.transport->answer_with([&](const FakeRequest&) { return throttled(100ms); });
  const auto began = fake_.clock->steady_now();
  const auto message = client().messages.create(params(), {.timeout = 2s, .max_retries = 10});
  EXPECT_LE(fake_.clock->steady_now() - began, 2s);
  EXPECT_EQ(message.error().kind, ErrorKind::timeout);
  EXPECT_EQ(message.error().attempts, 3) << "at 0, 600 and 1,700 ms; the next would begin at 3,800 ms";
  EXPECT_THAT(fake_.clock->sleeps(), ElementsAre(500ms, 1000ms));
}

TEST_F(DeadlineTest, EachAttemptGetsWhatIsLeft) {
  fake_.transport->answer(throttled(100ms));
  fake_.transport->answer(message_answer());
  ASSERT_TRUE(client().messages.create(params(), {.timeout = 5s}));
  const auto requests = fake_.transport->requests();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].time_left, 5s);
  EXPECT_EQ(requests[1].time_left, 4400ms);
  EXPECT_EQ(requests[1].call_timeout, 5s);
}

TEST_F(DeadlineTest, AnAnswerThatComesTooLateIsATimeout) {
  fake_.transport->answer(throttled(100ms));
  FakeAnswer late = message_answer();
  late.takes = 1h;
  fake_.transport->answer(late);
  const auto message = client().messages.create(params(), {.timeout = 5s});
  EXPECT_EQ(message.error().kind, ErrorKind::timeout);
  EXPECT_EQ(message.error().attempts, 2);
  EXPECT_THAT(message.error().message, AllOf(HasSubstr("the call's time-out of 5 s passed"),
                                             HasSubstr("the last answer: RateLimitError 429")));
  EXPECT_EQ(sent(), 2u) << "it is not sent again";
}

TEST_F(DeadlineTest, TheQuotaOfRetriesIsNotSpentOnAttemptsThatAreNotMade) {
  fake_.transport->answer_with([&](const FakeRequest&) { return throttled(); });
  const auto client = this->client();
  for (int i = 0; i < 200; ++i) EXPECT_FALSE(client.messages.create(params(), {.timeout = 200ms}));
  fake_.transport->answer(throttled());
  fake_.transport->answer(message_answer());
  EXPECT_TRUE(client.messages.create(params()));
}

TEST_F(DeadlineTest, TheClientsIsThatOfEachCall) {
  auto options = this->options();
  options.timeout = 200ms;
  const AnthropicBedrock client = make_client(options);
  fake_.transport->answer(throttled());
  EXPECT_EQ(client.messages.create(params()).error().kind, ErrorKind::timeout);
  fake_.transport->answer(throttled());
  fake_.transport->answer(message_answer());
  EXPECT_TRUE(client.messages.create(params(), {.timeout = 1min})) << "a call's own wins";
  fake_.transport->answer(throttled());
  EXPECT_EQ(client.messages.count_tokens(params()).error().kind, ErrorKind::timeout);
  fake_.transport->answer(throttled());
  EXPECT_EQ(client.messages.start(params()).get().error().kind, ErrorKind::timeout);
}

TEST_F(DeadlineTest, AnAttemptsLimitHasANameOfItsOwn) {
  const auto limit_of = [&](const AnthropicBedrockOptions& options, const RequestOptions& own) {
    fake_.transport->answer(message_answer());
    EXPECT_TRUE(make_client(options).messages.create(params(), own));
    return fake_.transport->requests().back().timeout;
  };
  auto options = this->options();
  EXPECT_EQ(limit_of(options, {}), 10min);
  EXPECT_EQ(limit_of(options, {.timeout = 30min}), 30min) << "else as long as the call";
  EXPECT_EQ(limit_of(options, {.timeout = 30min, .attempt_timeout = 3s}), 3s);
  options.attempt_timeout = 4s;
  EXPECT_EQ(limit_of(options, {}), 4s);
  EXPECT_EQ(limit_of(options, {.timeout = 30min}), 4s);
  EXPECT_EQ(limit_of(options, {.attempt_timeout = 5s}), 5s);
}

TEST_F(DeadlineTest, AStreamIsReadWithinIt) {
  fake_.transport->answer(stream_answer(hello_frames()));
  auto stream = client().messages.stream(params(), {.timeout = 5s});
  EXPECT_EQ(fake_.transport->requests().back().time_left, 5s);
  ASSERT_TRUE(stream.next());
  EXPECT_TRUE(stream.final_message());

  fake_.transport->answer(throttled());
  EXPECT_EQ(client().messages.stream(params(), {.timeout = 200ms}).final_message().error().kind,
            ErrorKind::timeout);
}

TEST_F(DeadlineTest, MiddlewareAndRequestsThatAreAskedAgainShareIt) {
  auto options = this->options();
  options.middleware = {[](const MiddlewareRequest& request, const MiddlewareNext& next) {
    (void)next(request);
    return next(request);
  }};
  FakeAnswer slow = message_answer();
  slow.takes = 3s;
  fake_.transport->answer(slow);
  fake_.transport->answer(slow);
  EXPECT_EQ(make_client(options).messages.create(params(), {.timeout = 5s}).error().kind, ErrorKind::timeout);

  fake_.transport->answer_with([&](const FakeRequest&) { return throttled(1s); });
  const auto began = fake_.clock->steady_now();
  bool asked = false;
  const auto source = [&]() -> std::optional<CreateRequest> {
    if (std::exchange(asked, true)) return std::nullopt;
    return CreateRequest{.params = params(), .options = {.timeout = 10s, .max_retries = 0}};
  };
  const auto counts = client().messages.create_each(
      source, [](std::uint64_t, const CreateRequest&, const Result<Message>&) {}, {.max_concurrency = 1});
  EXPECT_EQ(counts.failed, 1u);
  EXPECT_LE(fake_.clock->steady_now() - began, 10s);
}

TEST_F(DeadlineTest, ACallOfAServiceHasOne) {
  const aws::Session session = make_session({.region = "us-east-1",
                                             .access_key_id = "AKIDEXAMPLE",
                                             .secret_access_key = kSecret,
                                             .timeout = 200ms});
  const aws::SecretsManager secrets(session);
  fake_.transport->answer(throttled());
  EXPECT_EQ(secrets.get_secret_value({.secret_id = "a"}).error().kind, ErrorKind::timeout);
  EXPECT_EQ(sent(), 1u);
  EXPECT_EQ(fake_.transport->requests().back().timeout, 60s)
      << "an attempt's limit is the session's other option";
}

/// Waits for its stop token, as a provider does that waits for the network.
class WaitingProvider final : public aws::CredentialsProvider {
 public:
  Result<aws::Credentials> credentials(std::stop_token stop) override {
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    stopped.wait(lock, stop, [] { return false; });
    return Error{.kind = ErrorKind::user_abort, .message = "stopped"};
  }
};

TEST_F(DeadlineTest, FetchingCredentialsIsPartOfIt) {
  const auto client =
      make_client({.aws_region = "us-east-1", .credentials_provider = std::make_shared<WaitingProvider>()});
  const auto message = client.messages.create(params(), {.timeout = 20ms});
  EXPECT_EQ(message.error().kind, ErrorKind::timeout);
  EXPECT_EQ(message.error().attempts, 0);
  EXPECT_THAT(message.error().message,
              HasSubstr("the call's time-out of 20 ms passed while waiting for credentials"));
  EXPECT_THAT(message.error().message, Not(HasSubstr("the last")));
  const auto started = client.messages.start(params(), {.timeout = 20ms});
  EXPECT_EQ(started.get().error().kind, ErrorKind::timeout);
}

TEST_F(DeadlineTest, WrongNumbersAreConfigurationErrorsAndNothingIsSent) {
  const auto complaint = [](const Result<Message>& message) {
    EXPECT_EQ(message.error().kind, ErrorKind::configuration);
    return message.error().message;
  };
  const auto client = this->client();
  EXPECT_THAT(complaint(client.messages.create(params(), {.timeout = 0ms})),
              HasSubstr("the option timeout is 0 ms"));
  EXPECT_THAT(complaint(client.messages.create(params(), {.timeout = -5ms})), HasSubstr("timeout is -5 ms"));
  EXPECT_THAT(complaint(client.messages.create(params(), {.attempt_timeout = 0ms})),
              HasSubstr("attempt_timeout"));
  EXPECT_THAT(complaint(client.messages.create(params(), {.max_retries = -1})),
              HasSubstr("max_retries is -1"));
  EXPECT_THAT(complaint(client.messages.stream(params(), {.timeout = 0ms}).final_message()),
              HasSubstr("timeout"));
  EXPECT_THAT(complaint(client.messages.start(params(), {.timeout = 0ms}).get()), HasSubstr("timeout"));
  EXPECT_EQ(client.messages.count_tokens(params(), {.timeout = 0ms}).error().kind, ErrorKind::configuration);
  using Change = void (*)(AnthropicBedrockOptions&);
  const std::vector<std::pair<std::string, Change>> wrong = {
      {"timeout", [](AnthropicBedrockOptions& options) { options.timeout = 0ms; }},
      {"attempt_timeout", [](AnthropicBedrockOptions& options) { options.attempt_timeout = -1ms; }},
      {"transport.connect_timeout",
       [](AnthropicBedrockOptions& options) { options.transport.connect_timeout = 0ms; }},
      {"transport.stream_idle_timeout",
       [](AnthropicBedrockOptions& options) { options.transport.stream_idle_timeout = 0ms; }},
      {"transport.max_response_bytes",
       [](AnthropicBedrockOptions& options) { options.transport.max_response_bytes = 0; }},
      {"transport.max_event_bytes",
       [](AnthropicBedrockOptions& options) { options.transport.max_event_bytes = 0; }},
      {"max_retries", [](AnthropicBedrockOptions& options) { options.max_retries = -1; }},
      {"max_background_calls", [](AnthropicBedrockOptions& options) { options.max_background_calls = 0; }},
  };
  for (const auto& [name, change] : wrong) {
    auto options = this->options();
    change(options);
    EXPECT_THAT(complaint(make_client(options).messages.create(params())),
                HasSubstr("the option " + name + " is "));
  }
  const aws::Session session = make_session({.region = "us-east-1", .max_attempts = 0});
  EXPECT_THAT(aws::SecretsManager(session).get_secret_value({.secret_id = "a"}).error().message,
              HasSubstr("the option max_attempts is 0"));
  EXPECT_EQ(sent(), 0u);
}

}  // namespace
}  // namespace anthropic::internal::testing
