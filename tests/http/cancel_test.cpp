#include "http/http_fixture.hpp"
#include "http/slow_resolver.hpp"

namespace anthropic::internal::testing {
namespace {

class Cancel : public HttpTest {
 protected:
  /// Waits for `stuck`, cancels from another thread, and measures how long head() or read() takes to notice.
  Error cancel_when(std::function<void()> stuck, Call call) {
    std::stop_source source;
    call.stop = source.get_token();
    std::chrono::steady_clock::time_point cancelled;
    std::thread canceller([&] {
      stuck();
      cancelled = std::chrono::steady_clock::now();
      source.request_stop();
    });
    Error error;
    double took = 0;
    {
      const auto exchange = open(call);
      auto piece = exchange->read();
      if (piece) first_piece.set_value();
      while (piece && !piece->empty()) piece = exchange->read();
      canceller.join();
      error = piece.error();
      sent = exchange->sent();
    }
    took = milliseconds_since(cancelled);
    std::printf("cancelled in %.2f ms: %s\n", took, error.message.c_str());
    EXPECT_LT(took, 5000) << "the time-outs are longer, and this machine may be busy";
    EXPECT_EQ(error.kind, ErrorKind::user_abort);
    return error;
  }

  bool sent = false;
  std::promise<void> first_piece;
};

TEST_F(Cancel, BeforeTheRequest) {
  LoopbackServer server(answer_always(ok("")));
  std::stop_source source;
  source.request_stop();
  const Call call{.url = server.url("/"), .stop = source.get_token()};
  const auto exchange = open(call);
  EXPECT_EQ(exchange->head().error().kind, ErrorKind::user_abort);
  EXPECT_FALSE(exchange->sent());
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(Cancel, WhileTheNameIsResolved) {
  SlowResolver resolver;
  const Error error = cancel_when([&] { resolver.wait_until_asked(); }, {.url = "http://slow.test/"});
  EXPECT_EQ(error.message, "cancelled while resolving the name of slow.test:80");
  EXPECT_FALSE(sent);
}

TEST_F(Cancel, WhileConnecting) {
  FullAcceptQueue queue;
  const Error error = cancel_when([&] { queue.wait_until_connecting(); },
                                  {.url = "http://127.0.0.1:" + std::to_string(queue.port()) + "/"});
  EXPECT_THAT(error.message, ::testing::StartsWith("cancelled while connecting to 127.0.0.1:"));
  EXPECT_FALSE(sent);
}

TEST_F(Cancel, WhileTlsIsSetUp) {
  std::promise<void> hello;
  LoopbackServer server([&](Connection& connection) {
    connection.wait_for(1);
    hello.set_value();
    connection.wait_for_close();
  });
  const Error error = cancel_when([&] { hello.get_future().wait(); },
                                  {.url = "https://127.0.0.1:" + std::to_string(server.port()) + "/"});
  EXPECT_THAT(error.message, ::testing::StartsWith("cancelled in the TLS handshake with 127.0.0.1:"));
  EXPECT_FALSE(sent);
}

TEST_F(Cancel, WhileTheRequestIsSent) {
  std::promise<void> head;
  LoopbackServer server([&](Connection& connection) {
    connection.read_head();
    head.set_value();
    connection.wait_for_stop();
  });
  const Error error = cancel_when([&] { head.get_future().wait(); },
                                  {.url = server.url("/"), .body = std::string(64u << 20, 'x')});
  EXPECT_THAT(error.message, ::testing::StartsWith("cancelled while sending the request"));
  EXPECT_FALSE(sent);
}

TEST_F(Cancel, WhileWaitingForTheHead) {
  std::promise<void> received;
  LoopbackServer server([&](Connection& connection) {
    connection.read_request();
    received.set_value();
    connection.wait_for_close();
  });
  const Error error = cancel_when([&] { received.get_future().wait(); }, {.url = server.url("/?key=secret")});
  EXPECT_EQ(error.message,
            "cancelled while waiting for the answer of 127.0.0.1:" + std::to_string(server.port()));
  EXPECT_TRUE(sent);
}

TEST_F(Cancel, WhileReading) {
  LoopbackServer server([&](Connection& connection) {
    connection.read_request();
    connection.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n");
    connection.wait_for_close();
  });
  const Error error = cancel_when([&] { first_piece.get_future().wait(); }, {.url = server.url("/")});
  EXPECT_THAT(error.message, ::testing::StartsWith("cancelled while reading the answer of 127.0.0.1:"));
  EXPECT_TRUE(sent);
}

TEST_F(Cancel, InAStreamThatNeverPauses) {
  LoopbackServer server([&](Connection& connection) {
    connection.read_request();
    connection.write("HTTP/1.1 200 OK\r\n\r\n");
    const std::string block(16384, 'x');
    while (connection.write(block)) {
    }
  });
  cancel_when([&] { first_piece.get_future().wait(); }, {.url = server.url("/")});
}

TEST_F(Cancel, TheTransferServesTheNextRequest) {
  std::promise<void> received;
  LoopbackServer server([&](Connection& connection) {
    if (connection.number() > 0) return answer_always(ok("next"))(connection);
    connection.read_request();
    received.set_value();
    connection.wait_for_close();
  });
  cancel_when([&] { received.get_future().wait(); }, {.url = server.url("/")});
  const Call call{.url = server.url("/")};
  EXPECT_EQ(open(call)->read_all().value_or("failed"), "next");
}

}  // namespace
}  // namespace anthropic::internal::testing
