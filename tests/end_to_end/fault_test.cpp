#include <thread>

#include "end_to_end/local_fixture.hpp"
#include "support/open_descriptors.hpp"

namespace anthropic::internal::testing {
namespace {

using namespace std::chrono_literals;
using Delays = std::vector<std::chrono::milliseconds>;

using FaultTest = LocalTest;

/// What the client makes of a fault of the endpoint.
struct Case {
  const char* fault;
  ErrorKind kind;
  int status;
  int attempts;
  bool has_part;  // of the text
};

TEST_F(FaultTest, ThrottledTwiceThenAnswered) {
  const AnthropicBedrock client = make_client(options());
  EXPECT_TRUE(client.messages.create(params(), fault("throttle/2")));
  EXPECT_EQ(clock->sleeps(), (Delays{500ms, 1000ms}));
  EXPECT_TRUE(client.messages.stream(params(), fault("status=503/2")).final_message());
  EXPECT_EQ(clock->sleeps(), (Delays{500ms, 1000ms, 25ms, 50ms}));
}

TEST_F(FaultTest, RefusedForGood) {
  const Case cases[] = {
      {"throttle", ErrorKind::rate_limit, 429, 3, false},
      {"status=500", ErrorKind::internal_server, 500, 3, false},
      {"status=503", ErrorKind::service_unavailable, 503, 3, false},
      {"status=403", ErrorKind::permission_denied, 403, 1, false},
      {"status=404", ErrorKind::not_found, 404, 1, false},
      {"html-500", ErrorKind::internal_server, 500, 3, false},
  };
  for (const Case& expected : cases) {
    SCOPED_TRACE(expected.fault);
    const AnthropicBedrock client = make_client(options());
    for (const bool stream : {false, true}) {
      const auto message = stream ? client.messages.stream(params(), fault(expected.fault)).final_message()
                                  : client.messages.create(params(), fault(expected.fault));
      ASSERT_FALSE(message);
      EXPECT_EQ(message.error().kind, expected.kind) << message.error().to_string();
      EXPECT_EQ(message.error().status, expected.status);
      EXPECT_EQ(message.error().attempts, expected.attempts);
      EXPECT_FALSE(message.error().request_id.empty());
    }
  }
}

TEST_F(FaultTest, StreamsThatBreakKeepTheirPart) {
  const Case cases[] = {
      {"exception=throttlingException,after=3", ErrorKind::rate_limit, 429, 1, true},
      {"exception=internalServerException,after=3", ErrorKind::internal_server, 500, 1, true},
      {"exception=modelStreamErrorException,after=3", ErrorKind::internal_server, 424, 1, true},
      {"exception=validationException,after=3", ErrorKind::bad_request, 400, 1, true},
      {"exception=modelTimeoutException,after=3", ErrorKind::request_timeout, 408, 1, true},
      {"exception=serviceUnavailableException,after=3", ErrorKind::service_unavailable, 503, 1, true},
      {"error-frame,after=3", ErrorKind::internal_server, 500, 1, true},
      {"bad-crc,after=3", ErrorKind::response_validation, 0, 1, true},
      {"cut-after=1200", ErrorKind::incomplete_stream, 0, 1, false},
      {"no-stop", ErrorKind::incomplete_stream, 0, 1, true},
      {"stall=30,after=3", ErrorKind::timeout, 0, 1, true},
  };
  const std::size_t before = open_descriptors().size();
  for (const Case& expected : cases) {
    SCOPED_TRACE(expected.fault);
    const AnthropicBedrock client = make_client(options());
    auto stream = client.messages.stream(params("Tell me something that takes a number of words"),
                                         fault(expected.fault));
    std::string text;
    while (const StreamEvent* event = stream.next()) text += event->text();
    ASSERT_NE(stream.error(), nullptr);
    const Error& error = *stream.error();
    EXPECT_EQ(error.kind, expected.kind) << error.to_string();
    EXPECT_EQ(error.status, expected.status) << error.to_string();
    EXPECT_EQ(error.attempts, expected.attempts);
    EXPECT_FALSE(error.request_id.empty());
    ASSERT_NE(error.partial_message, nullptr);
    EXPECT_EQ(error.partial_message->text(), text);
    EXPECT_TRUE(!expected.has_part || !text.empty());
  }
  EXPECT_LE(open_descriptors().size(), before + endpoint.open_connections() + 4) << "connections leak";
  EXPECT_TRUE(clock->sleeps().empty()) << "nothing that was handed out is asked for again";
}

TEST_F(FaultTest, StreamsThatBreakBeforeTheirFirstEventAreAskedForAgain) {
  const AnthropicBedrock client = make_client(options());
  const auto message = client.messages.stream(params(), fault("reset")).final_message();
  ASSERT_FALSE(message);
  EXPECT_EQ(message.error().kind, ErrorKind::connection) << message.error().to_string();
  EXPECT_EQ(message.error().attempts, 3);
  EXPECT_EQ(clock->sleeps(), (Delays{25ms, 50ms}));
}

TEST_F(FaultTest, AReadTimeoutIsNotPaidForTwice) {
  const AnthropicBedrock client = make_client(options());
  RequestOptions slow = fault("stall=30");
  slow.attempt_timeout = 200ms;
  const auto message = client.messages.create(params(), slow);
  EXPECT_EQ(message.error().kind, ErrorKind::timeout) << message.error().to_string();
  EXPECT_EQ(message.error().attempts, 1);
  EXPECT_EQ(endpoint.request_count(), 1u);
}

TEST_F(FaultTest, AWrongClockIsCorrected) {
  for (const char* skew : {"skew=3600", "skew=-7200"}) {
    const AnthropicBedrock client = make_client(options());
    ASSERT_TRUE(client.messages.create(params(), fault(skew))) << skew;
    const auto before = endpoint.request_count();
    ASSERT_TRUE(client.messages.create(params(), fault(skew)));
    EXPECT_EQ(endpoint.request_count(), before + 1) << "the correction is remembered";
  }
}

TEST_F(FaultTest, AnErrorInASuccessIsAnError) {
  const AnthropicBedrock client = make_client(options());
  for (const bool stream : {false, true}) {
    const auto message = stream ? client.messages.stream(params(), fault("aws-error-200")).final_message()
                                : client.messages.create(params(), fault("aws-error-200"));
    ASSERT_FALSE(message);
    EXPECT_FALSE(message.error().code.empty()) << message.error().to_string();
  }
}

TEST_F(FaultTest, CancellingIsQuick) {
  const AnthropicBedrock client = make_client(options());
  for (const char* when : {"stall=30", "stall=30,after=2"}) {
    std::stop_source stop;
    RequestOptions patient = fault(when);
    patient.stop_token = stop.get_token();
    AnthropicBedrockOptions no_idle = options();
    no_idle.transport.stream_idle_timeout = 60s;
    std::chrono::steady_clock::time_point asked;
    std::thread other([&] {
      while (endpoint.open_connections() == 0) std::this_thread::yield();
      asked = std::chrono::steady_clock::now();
      stop.request_stop();
    });
    auto stream = make_client(no_idle).messages.stream(params(), patient);
    const auto message = stream.final_message();
    const auto took = std::chrono::steady_clock::now() - asked;
    other.join();
    EXPECT_EQ(message.error().kind, ErrorKind::user_abort) << message.error().to_string();
    std::printf("cancelled after %lld us\n",
                static_cast<long long>(std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
  }
}

TEST_F(FaultTest, ManyThreadsShareAClient) {
  const AnthropicBedrock client = make_client(options());
  std::vector<std::thread> threads;
  std::atomic<int> answered = 0;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      const AnthropicBedrock mine = client;
      for (int n = 0; n < 20; ++n) {
        const std::string prompt = "thread " + std::to_string(i) + " call " + std::to_string(n);
        const auto message = n % 2 ? mine.messages.create(params(prompt))
                                   : mine.messages.stream(params(prompt)).final_message();
        if (message && message->text().find(prompt) != std::string::npos) ++answered;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answered, 160);
}

}  // namespace
}  // namespace anthropic::internal::testing
