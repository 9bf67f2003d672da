#include <atomic>
#include <future>
#include <iterator>
#include <mutex>
#include <vector>

#include "client/concurrent_fixture.hpp"
#include "support/loopback_server.hpp"
#include "support/open_descriptors.hpp"

namespace anthropic::internal::testing {
namespace {

/// Calls side by side over real sockets: one that waits must not block the others.
class CallLoopsTest : public ConcurrentTest {
 protected:
  static std::string answer() { return ok(kHelloMessage, "content-type: application/json\r\n"); }
  LoopbackServer::Script answering() {
    return [this](Connection& connection) {
      while (!connection.read_request().empty()) {
        received.add();
        connection.write(answer());
      }
    };
  }

  Counter received;
};

TEST_F(CallLoopsTest, MoreThanOneMultiHandleHolds) {
  constexpr int calls = 150;
  LoopbackServer server([&](Connection& connection) {
    if (connection.read_request().empty()) return;
    received.add();
    received.wait_for(calls);  // Were there fewer at once, this would not end.
    connection.write(answer());
  });
  const AnthropicBedrock client = make_loopback_client(options_of(server));
  const std::vector<MessageCreateParams> requests(calls, params());
  for (const auto& result : client.messages.create_all(requests, {.max_concurrency = calls})) {
    ASSERT_TRUE(result) << result.error().to_string();
  }
}

TEST_F(CallLoopsTest, RetriesPauseOnTheLoop) {
  LoopbackServer server([&](Connection& connection) {
    while (!connection.read_request().empty()) {
      received.add();
      const bool is_first = received.count() == 1;
      connection.write(is_first ? "HTTP/1.1 503 Service Unavailable\r\nretry-after: 60\r\n"
                                  "content-length: 2\r\n\r\n{}"
                                : answer());
    }
  });
  auto options = options_of(server);
  Counter pauses;
  options.observe.logger = [&](LogLevel, std::string_view line) {
    if (line.starts_with("retrying in 5")) pauses.add();
  };
  const AnthropicBedrock client = make_loopback_client(options);
  auto pausing = client.messages.start(params());
  pauses.wait_for(1);
  EXPECT_TRUE(client.messages.start(params()).get());
  EXPECT_EQ(received.count(), 2) << "the first call has not been sent again meanwhile";
  pausing.cancel();
  EXPECT_EQ(pausing.get().error().kind, ErrorKind::user_abort);
}

TEST_F(CallLoopsTest, ACallbackMayWaitForAnotherCall) {
  LoopbackServer server(answering());
  const AnthropicBedrock client = make_loopback_client(options_of(server));
  std::promise<std::string> text;
  client.messages.start(params()).then([&](Result<Message> first) {
    const auto second = client.messages.start(params()).get();
    text.set_value(first->text() + second->text());
  });
  EXPECT_EQ(text.get_future().get(), "Hello!Hello!");
}

/// Its second caller waits until the server has had the request of the first.
class SlowProvider final : public aws::CredentialsProvider {
 public:
  explicit SlowProvider(Counter& received) : received_(received) {}
  Result<aws::Credentials> credentials(std::stop_token) override {
    if (asked_++ == 1) received_.wait_for(1);
    return aws::Credentials{.access_key_id = "AKIDEXAMPLE", .secret_access_key = "secret"};
  }

 private:
  Counter& received_;
  std::atomic<int> asked_ = 0;
};

TEST_F(CallLoopsTest, CredentialsThatTakeTheirTimeHoldUpNoOtherCall) {
  LoopbackServer server(answering());
  auto options = options_of(server);
  options.aws_access_key = options.aws_secret_key = options.aws_session_token = {};
  options.credentials_provider = std::make_shared<SlowProvider>(received);
  const AnthropicBedrock client = make_loopback_client(options);
  const auto first = client.messages.start(params());
  const auto second = client.messages.start(params());
  EXPECT_TRUE(second.get()) << second.get().error().to_string();
  EXPECT_TRUE(first.get()) << first.get().error().to_string();
}

TEST_F(CallLoopsTest, ASinkThatWaitsHoldsUpNoCallInFlight) {
  Counter given;
  Counter read_to_the_end;
  LoopbackServer server([&](Connection& connection) {
    if (connection.read_request().empty()) return;
    received.add();
    received.wait_for(3);
    if (connection.number() > 0) given.wait_for(1);
    connection.write(ok(kHelloMessage, "content-type: application/json\r\nconnection: close\r\n"));
    if (connection.read_request().empty()) read_to_the_end.add();
  });
  const AnthropicBedrock client = make_loopback_client(options_of(server));
  (void)client.messages.create_all(
      std::vector<MessageCreateParams>(3, params()),
      {.max_concurrency = 3, .on_result = [&](std::size_t, const Result<Message>& result) {
         given.add();
         read_to_the_end.wait_for(3);
         EXPECT_TRUE(result);
       }});
  EXPECT_EQ(given.count(), 3);
}

TEST_F(CallLoopsTest, MiddlewareMayHoldALock) {
  LoopbackServer server(answering());
  auto options = options_of(server);
  const auto one_at_a_time = std::make_shared<std::mutex>();
  options.middleware = {[one_at_a_time](const MiddlewareRequest& request, const MiddlewareNext& next) {
    const std::lock_guard lock(*one_at_a_time);
    return next(request);
  }};
  const AnthropicBedrock client = make_loopback_client(options);
  const std::vector<MessageCreateParams> requests(8, params());
  for (const auto& result : client.messages.create_all(requests, {.max_concurrency = 4})) EXPECT_TRUE(result);
}

TEST_F(CallLoopsTest, ACallTakesOneDescriptor) {
  constexpr std::size_t calls = 100;
  LoopbackServer server([&](Connection& connection) {
    if (connection.read_request().empty()) return;
    received.add();
    connection.wait_for_stop();
  });
  const AnthropicBedrock client = make_loopback_client(options_of(server));
  const std::size_t before = open_descriptors().size();
  std::vector<Pending<Message>> pending;
  for (std::size_t i = 0; i < calls; ++i) pending.push_back(client.messages.start(params()));
  received.wait_for(calls);
  EXPECT_LT(open_descriptors().size(), before + 2 * calls + 20) << "one each, and one each of the server";
  pending.clear();  // cancels them
}

}  // namespace
}  // namespace anthropic::internal::testing
