#include "http/http_fixture.hpp"

namespace anthropic::internal::testing {
namespace {

/// An answer whose reader knows its end from what is in it, before HTTP tells.
class LeaveRest : public HttpTest {
 protected:
  static constexpr const char* kBegun = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n";
  static constexpr const char* kEnd = "0\r\n\r\n";

  void read_and_leave(const Call& call) {
    const auto exchange = open(call);
    EXPECT_EQ(exchange->read().value_or("failed"), "abc");
    exchange->leave_rest();
  }
};

TEST_F(LeaveRest, AnEndThatHasArrivedKeepsTheConnection) {
  LoopbackServer server(answer_always(std::string(kBegun) + kEnd));
  const Call call{.url = server.url("/")};
  for (int i = 0; i < 5; ++i) read_and_leave(call);
  EXPECT_EQ(open(call)->read_all().value_or("failed"), "abc");
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(LeaveRest, AnEndThatComesBeforeTheNextRequestKeepsTheConnection) {
  std::promise<void> left[3], ended[3];
  std::atomic<int> requests = 0;
  LoopbackServer server([&](Connection& connection) {
    while (!connection.read_request().empty()) {
      const int i = requests++;
      connection.write(kBegun);
      left[i].get_future().wait();
      connection.write(kEnd);
      ended[i].set_value();
    }
  });
  const Call call{.url = server.url("/")};
  for (int i = 0; i < 3; ++i) {
    read_and_leave(call);
    left[i].set_value();
    ended[i].get_future().wait();
  }
#ifdef ANTHROPIC_TEST_ON_A_LOOP  // whose thread may take in the end after the next request
  EXPECT_LE(server.connections(), 3);
#else
  EXPECT_EQ(server.connections(), 1);
#endif
}

TEST_F(LeaveRest, AnEndThatDoesNotComeIsNotWaitedFor) {
  std::promise<void> closed;
  LoopbackServer server([&](Connection& connection) {
    connection.read_request();
    if (connection.number() > 0) {
      connection.write(ok("new"));
      return;
    }
    connection.write(kBegun);
    connection.wait_for_close();
    closed.set_value();
  });
  const Call call{.url = server.url("/")};
  read_and_leave(call);
  EXPECT_EQ(open(call)->read_all().value_or("failed"), "new");
  EXPECT_EQ(closed.get_future().wait_for(5s), std::future_status::ready) << "it is closed, not kept for ever";
  EXPECT_EQ(server.connections(), 2);
}

TEST_F(LeaveRest, ARestWithoutEndIsNotRead) {
  const std::string block(64u << 10, 'z');
  LoopbackServer server([&](Connection& connection) {
    connection.read_request();
    if (connection.number() > 0) {
      connection.write(ok("new"));
      return;
    }
    connection.write("HTTP/1.1 200 OK\r\n\r\nabc");
    while (connection.write(block)) {
    }
  });
  const Call call{.url = server.url("/")};
  {
    const auto exchange = open(call);
    ASSERT_TRUE(exchange->read());
    exchange->leave_rest();
  }
  EXPECT_EQ(open(call)->read_all().value_or("failed"), "new");
}

TEST_F(LeaveRest, AnAnswerBeforeTheRequestWasSentClosesTheConnection) {
  std::promise<void> left, closed;
  LoopbackServer server([&](Connection& connection) {
    connection.read_head();
    if (connection.number() > 0) {
      connection.write(ok("new"));
      connection.wait_for_close();
      return;
    }
    connection.write(kBegun);
    left.get_future().wait();
    connection.wait_for_close();
    closed.set_value();
  });
  {
    const Call large{.url = server.url("/"), .body = std::string(std::size_t{32} << 20, 'b')};
    read_and_leave(large);
  }
  left.set_value();
  EXPECT_EQ(closed.get_future().wait_for(5s), std::future_status::ready)
      << "its body is gone and cannot be sent";
  const Call call{.url = server.url("/")};
  EXPECT_EQ(open(call)->read_all().value_or("failed"), "new");
}

TEST_F(LeaveRest, TheTransportMayGoBeforeTheEnd) {
  LoopbackServer server([](Connection& connection) {
    connection.read_request();
    connection.write(kBegun);
    connection.wait_for_close();
  });
  const Call call{.url = server.url("/")};
  read_and_leave(call);
  transport.reset();
  EXPECT_EQ(server.connections(), 1);
}

}  // namespace
}  // namespace anthropic::internal::testing
