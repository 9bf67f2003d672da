#include <atomic>
#include <future>
#include <iterator>
#include <mutex>
#include <vector>

#include "client/concurrent_fixture.hpp"
#include "support/loopback_server.hpp"
#include "support/open_descriptors.hpp"

namespace anthropic::testing {
namespace {

/// Calls side by side over real sockets: what one of them waits for must not hold up the others.
class CallLoopsTest : public ConcurrentTest {
 protected:
  AnthropicBedrockOptions options_of(const LoopbackServer& server) {
    AnthropicBedrockOptions options = this->options();
    options.base_url = server.url("");
    options.proxy = "none";
    options.world = {};
    return options;
  }
  static std::string answer() { return ok(hello_message, "content-type: application/json\r\n"); }
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

TEST_F(CallLoopsTest, MoreThanOneLoopHolds) {
  constexpr int calls = 150;  // a loop takes 128
  LoopbackServer server([&](Connection& connection) {
    if (connection.read_request().empty()) return;
    received.add();
    received.wait_for(calls);  // Were there fewer at once, this would not end.
    connection.write(answer());
  });
  const AnthropicBedrock client(options_of(server));
  const std::vector<MessageCreateParams> requests(calls, params());
  for (const auto& result : client.messages.create_all(requests, {.max_concurrency = calls})) {
    ASSERT_TRUE(result) << result.error().to_string();
  }
}

TEST_F(CallLoopsTest, RetriesPauseOnTheLoop) {
  LoopbackServer server([&](Connection& connection) {
    for (bool first = true; !connection.read_request().empty(); first = false) {
      received.add();
      connection.write(first ? "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 2\r\n\r\n{}" : answer());
    }
  });
  const AnthropicBedrock client(options_of(server));
  const std::vector<MessageCreateParams> requests(4, params());
  for (const auto& result : client.messages.create_all(requests, {.max_concurrency = 4})) {
    ASSERT_TRUE(result) << result.error().to_string();
  }
  EXPECT_GE(received.count(), 5);
}

TEST_F(CallLoopsTest, ACallbackMayWaitForAnotherCall) {
  LoopbackServer server(answering());
  const AnthropicBedrock client(options_of(server));
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
  const AnthropicBedrock client(options);
  const auto first = client.messages.start(params());
  const auto second = client.messages.start(params());
  EXPECT_TRUE(second.get()) << second.get().error().to_string();
  EXPECT_TRUE(first.get()) << first.get().error().to_string();
}

TEST_F(CallLoopsTest, ASinkThatWaitsHoldsUpNoCallInFlight) {
  LoopbackServer server([&](Connection& connection) {
    if (connection.read_request().empty()) return;
    received.add();
    if (connection.number() > 0) received.wait_for(3);
    connection.write(answer());
  });
  const AnthropicBedrock client(options_of(server));
  int given = 0;
  (void)client.messages.create_all(
      std::vector<MessageCreateParams>(3, params()),
      {.max_concurrency = 3, .on_result = [&](std::size_t, const Result<Message>& result) {
         received.wait_for(3);
         EXPECT_TRUE(result);
         ++given;
       }});
  EXPECT_EQ(given, 3);
}

TEST_F(CallLoopsTest, ASourceThatWaitsHoldsUpNoResult) {
  LoopbackServer server(answering());
  const AnthropicBedrock client(options_of(server));
  Counter given;
  int taken = 0;
  const auto source = [&]() -> std::optional<CreateRequest> {
    given.wait_for(taken);  // Each request waits for the result of the one before.
    if (taken++ == 5) return std::nullopt;
    return CreateRequest{.params = params()};
  };
  const auto counts = client.messages.create_each(
      source, [&](std::uint64_t, const CreateRequest&, Result<Message>) { given.add(); },
      {.max_concurrency = 3});
  EXPECT_EQ(counts.succeeded, 5u);
}

TEST_F(CallLoopsTest, MiddlewareMayHoldALock) {
  LoopbackServer server(answering());
  auto options = options_of(server);
  const auto one_at_a_time = std::make_shared<std::mutex>();
  options.middleware = {[one_at_a_time](const MiddlewareRequest& request, const MiddlewareNext& next) {
    const std::lock_guard lock(*one_at_a_time);
    return next(request);
  }};
  const AnthropicBedrock client(options);
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
  const AnthropicBedrock client(options_of(server));
  const std::size_t before = open_descriptors().size();
  std::vector<Pending<Message>> pending;
  for (std::size_t i = 0; i < calls; ++i) pending.push_back(client.messages.start(params()));
  received.wait_for(calls);
  EXPECT_LT(open_descriptors().size(), before + 2 * calls + 20) << "one each, and one each of the server";
  pending.clear();  // cancels them
}

}  // namespace
}  // namespace anthropic::testing
