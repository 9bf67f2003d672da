#include "http/http_fixture.hpp"
#include "http/slow_resolver.hpp"

namespace anthropic::internal::testing {
namespace {

using Timeout = HttpTest;

std::string address(const LoopbackServer& server) {
  return "127.0.0.1:" + std::to_string(server.port());
}

void silent(Connection& connection) {
  connection.read_request();
  connection.wait_for_close();
}

TEST_F(Timeout, OfTheRequestWhileWaitingForTheHead) {
  LoopbackServer server(silent);
  const Call call{.url = server.url("/?key=secret"), .timeout = 500ms};  // Enough to have sent it by then.
  const auto start = std::chrono::steady_clock::now();
  const auto exchange = open(call);
  const auto head = exchange->head();
  EXPECT_GE(milliseconds_since(start), 500);
  EXPECT_EQ(head.error().kind, ErrorKind::timeout);
  EXPECT_EQ(head.error().message,
            "the request time-out of 500 ms passed while waiting for the answer of " + address(server));
  EXPECT_TRUE(exchange->sent());
}

TEST_F(Timeout, OfTheRequestWhileSending) {
  LoopbackServer server([](Connection& connection) {
    connection.read_head();
    connection.wait_for_stop();
  });
  const Call call{.url = server.url("/"), .body = std::string(64u << 20, 'x'), .timeout = 1s};
  const auto exchange = open(call);
  const auto head = exchange->head();
  EXPECT_EQ(head.error().message,
            "the request time-out of 1 s passed while sending the request to " + address(server));
  EXPECT_FALSE(exchange->sent());
}

TEST_F(Timeout, OfTheRequestEndsWithTheHeadWhenReading) {
  std::promise<void> late;
  LoopbackServer server([&](Connection& connection) {
    connection.read_request();
    connection.write("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n");
    late.get_future().wait();
    connection.write("body");
  });
  const Call call{.url = server.url("/"), .timeout = 500ms};
  const auto start = std::chrono::steady_clock::now();
  const auto exchange = open(call);
  ASSERT_TRUE(exchange->head());
  std::thread writer([&] {
    std::this_thread::sleep_until(start + 600ms);
    late.set_value();
  });
  EXPECT_EQ(exchange->read().value_or("failed"), "body");
  writer.join();
}

TEST_F(Timeout, OfTheRequestCountsToTheEndOfTheWholeBody) {
  LoopbackServer server([](Connection& connection) {
    connection.read_request();
    connection.write("HTTP/1.1 200 OK\r\n\r\nthe beginning");
    connection.wait_for_close();
  });
  const Call call{.url = server.url("/"), .timeout = 500ms, .idle_timeout = 1ms};
  const auto body = open(call)->read_all();
  EXPECT_EQ(body.error().kind, ErrorKind::timeout);
  EXPECT_EQ(body.error().message,
            "the request time-out of 500 ms passed while reading the answer of " + address(server));
}

TEST_F(Timeout, OfTheRequestStopsABodyThatPoursForEver) {
  LoopbackServer server([](Connection& connection) {
    connection.read_request();
    connection.write("HTTP/1.1 200 OK\r\n\r\n");
    const std::string block(16384, 'x');
    while (connection.write(block)) {
    }
  });
  const Call call{.url = server.url("/"), .timeout = 50ms};
  EXPECT_EQ(open(call)->read_all(std::size_t{1} << 40).error().kind, ErrorKind::timeout);
}

TEST_F(Timeout, OfSilenceWhileReading) {
  LoopbackServer server([](Connection& connection) {
    connection.read_request();
    connection.write("HTTP/1.1 200 OK\r\n\r\nthe beginning");
    connection.wait_for_close();
  });
  const Call call{.url = server.url("/"), .idle_timeout = 500ms};
  const auto exchange = open(call);
  EXPECT_EQ(exchange->read().value_or("failed"), "the beginning");
  const auto start = std::chrono::steady_clock::now();
  const auto piece = exchange->read();
  EXPECT_GE(milliseconds_since(start), 500);
  EXPECT_EQ(piece.error().kind, ErrorKind::timeout);
  EXPECT_EQ(piece.error().message,
            "the idle time-out of 500 ms passed while reading the answer of " + address(server));
}

TEST_F(Timeout, OfSilenceDoesNotCountWhatTheReaderTakes) {
  std::promise<void> more;
  LoopbackServer server([&](Connection& connection) {
    connection.read_request();
    connection.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\na");
    more.get_future().wait();
    connection.write("b");
  });
  const Call call{.url = server.url("/"), .idle_timeout = 1s};
  const auto exchange = open(call);
  EXPECT_EQ(exchange->read().value_or("failed"), "a");
  std::this_thread::sleep_for(1100ms);  // The reader thinks.
  more.set_value();
  EXPECT_EQ(exchange->read().value_or("failed"), "b");
}

TEST_F(Timeout, OfTheCallWhileWaitingForTheHead) {
  LoopbackServer server(silent);
  const Call call{.url = server.url("/"), .time_left = 300ms};
  const auto head = open(call)->head();
  EXPECT_EQ(head.error().kind, ErrorKind::timeout);
  EXPECT_EQ(head.error().message,
            "the call's time-out of 7 s passed while waiting for the answer of " + address(server));
}

TEST_F(Timeout, OfTheCallCountsToTheEndOfAStreamedBody) {
  LoopbackServer server([](Connection& connection) {
    connection.read_request();
    connection.write("HTTP/1.1 200 OK\r\n\r\nthe beginning");
    connection.wait_for_close();
  });
  const Call call{.url = server.url("/"), .time_left = 300ms};
  const auto exchange = open(call);
  EXPECT_EQ(exchange->read().value_or("failed"), "the beginning");
  EXPECT_EQ(exchange->read().error().message,
            "the call's time-out of 7 s passed while reading the answer of " + address(server));
}

TEST_F(Timeout, OfTheCallStopsAStreamThatPoursForEver) {
  LoopbackServer server([](Connection& connection) {
    connection.read_request();
    connection.write("HTTP/1.1 200 OK\r\n\r\n");
    const std::string block(16384, 'x');
    while (connection.write(block)) {
    }
  });
  const Call call{.url = server.url("/"), .time_left = 50ms};
  const auto exchange = open(call);
  auto piece = exchange->read();
  while (piece && !piece->empty()) piece = exchange->read();
  EXPECT_EQ(piece.error().kind, ErrorKind::timeout);
}

TEST_F(Timeout, TheOneThatComesFirstCounts) {
  LoopbackServer server(silent);
  const Call call{.url = server.url("/"), .timeout = 300ms, .time_left = 6s};
  EXPECT_THAT(open(call)->head().error().message, ::testing::HasSubstr("the request time-out of 300 ms"));
}

TEST_F(Timeout, OfTheConnectionWhileResolving) {
  SlowResolver resolver;
  const Call call{.url = "https://slow.test/", .connection = {.proxy = "none", .connect_timeout = 50ms}};
  const auto exchange = open(call);
  const auto head = exchange->head();
  EXPECT_EQ(head.error().kind, ErrorKind::timeout);
  EXPECT_EQ(head.error().message,
            "the connect time-out of 50 ms passed while resolving the name of slow.test:443");
  EXPECT_FALSE(exchange->sent());
}

TEST_F(Timeout, OfTheConnectionWhileConnecting) {
  FullAcceptQueue queue;
  const std::string peer = "127.0.0.1:" + std::to_string(queue.port());
  const Call call{.url = "http://" + peer + "/", .connection = {.proxy = "none", .connect_timeout = 50ms}};
  const auto exchange = open(call);
  EXPECT_EQ(exchange->head().error().message,
            "the connect time-out of 50 ms passed while connecting to " + peer);
  EXPECT_FALSE(exchange->sent());
}

TEST_F(Timeout, OfTheConnectionInTheTlsHandshake) {
  LoopbackServer server([](Connection& connection) { connection.wait_for_close(); });
  const Call call{.url = "https://" + address(server) + "/",
                  .connection = {.proxy = "none", .connect_timeout = 500ms}};
  const auto exchange = open(call);
  EXPECT_EQ(exchange->head().error().message,
            "the connect time-out of 500 ms passed in the TLS handshake with " + address(server));
  EXPECT_FALSE(exchange->sent());
}

}  // namespace
}  // namespace anthropic::internal::testing
