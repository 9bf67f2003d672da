#include <optional>

#include "client/concurrent_fixture.hpp"
#include "support/descriptor_limit.hpp"
#include "support/loopback_server.hpp"

namespace anthropic::internal::testing {
namespace {

/// Many calls over real sockets.
class LoopbackConcurrencyTest : public ConcurrentTest {
 protected:
  LoopbackConcurrencyTest() { raise_descriptor_limit(); }

  AnthropicBedrock client_of(const LoopbackServer& server) {
    return make_loopback_client(options_of(server));
  }

  /// Reads requests and never answers.
  LoopbackServer::Script never_answering() {
    return [this](Connection& connection) {
      if (connection.read_request().empty()) return;
      received.add();
      connection.wait_for_stop();
    };
  }

  static std::string answer() { return ok(kHelloMessage, "content-type: application/json\r\n"); }

  Counter received;
};

TEST_F(LoopbackConcurrencyTest, CreateAllUsesConnectionsAgain) {
  LoopbackServer server(answer_always(answer()));
  const auto client = client_of(server);
  const std::vector<MessageCreateParams> requests(200, params());
  for (const auto& result : client.messages.create_all(requests, {.max_concurrency = 16})) {
    ASSERT_TRUE(result) << result.error().to_string();
    EXPECT_EQ(result->text(), "Hello!");
  }
  EXPECT_LE(server.connections(), 16);
}

TEST_F(LoopbackConcurrencyTest, CancellingWakesACallThatWaitsForItsAnswer) {
  LoopbackServer server(never_answering());
  const auto client = client_of(server);
  std::vector<Pending<Message>> pending;
  for (int i = 0; i < 50; ++i) pending.push_back(client.messages.start(params()));
  received.wait_for(50);
  for (auto& call : pending) call.cancel();
  for (const auto& call : pending) EXPECT_EQ(call.get().error().kind, ErrorKind::user_abort);
}

TEST_F(LoopbackConcurrencyTest, TheClientMayGoWhileCallsWait) {
  LoopbackServer server(never_answering());
  Counter called;
  {
    const auto client = client_of(server);
    std::vector<Pending<Message>> pending;
    for (int i = 0; i < 50; ++i) {
      pending.push_back(client.messages.start(params()));
      client.messages.start(params()).then([&](Result<Message> message) {
        EXPECT_EQ(message.error().kind, ErrorKind::user_abort);
        called.add();
      });
    }
    received.wait_for(100);
  }
  EXPECT_EQ(called.count(), 50);
}

TEST_F(LoopbackConcurrencyTest, DestroyedAtAnyMoment) {
  LoopbackServer server(answer_always(answer()));
  Counter called;
  int expected = 0;
  for (int round = 0; round < 50; ++round) {
    std::optional<AnthropicBedrock> client = client_of(server);
    std::vector<Pending<Message>> pending;
    for (int i = 0; i < 8; ++i) {
      pending.push_back(client->messages.start(params()));
      client->messages.start(params()).then([&](Result<Message>) { called.add(); });
      ++expected;
    }
    if (round % 2) pending[static_cast<std::size_t>(round % 8)].wait();
    if (round % 3) pending.clear();
    client.reset();
  }
  EXPECT_EQ(called.count(), expected);
}

TEST_F(LoopbackConcurrencyTest, StoppingABatchInTheMiddle) {
  std::stop_source stop;
  LoopbackServer server([&](Connection& connection) {
    while (!connection.read_request().empty()) {
      received.add();
      if (received.count() >= 40) stop.request_stop();
      connection.write(answer());
    }
  });
  const auto client = client_of(server);
  const std::vector<MessageCreateParams> requests(500, params());
  const auto results =
      client.messages.create_all(requests, {.max_concurrency = 8, .stop_token = stop.get_token()});
  std::size_t answered = 0;
  for (const auto& result : results) {
    if (result) {
      ++answered;
    } else {
      EXPECT_EQ(result.error().kind, ErrorKind::user_abort) << result.error().to_string();
    }
  }
  EXPECT_GE(answered, 30u);
  EXPECT_LE(received.count(), 60);
}

}  // namespace
}  // namespace anthropic::internal::testing
