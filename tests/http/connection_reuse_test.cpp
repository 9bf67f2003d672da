#include "http/http_fixture.hpp"

namespace anthropic::internal::testing {
namespace {

using ConnectionReuse = HttpTest;

TEST_F(ConnectionReuse, RequestsInARowShareOneConnection) {
  LoopbackServer server(answer_always(ok("again")));
  const Call call{.url = server.url("/")};
  for (int i = 0; i < 20; ++i) EXPECT_EQ(open(call)->read_all().value_or("failed"), "again");
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(ConnectionReuse, RequestsAtOnceTakeAConnectionEachAndKeepThem) {
  LoopbackServer server(answer_always(ok("x")));
  const Call call{.url = server.url("/")};
  for (int round = 0; round < 3; ++round) {
    const auto first = open(call);
    const auto second = open(call);
    EXPECT_TRUE(first->read_all());
    EXPECT_TRUE(second->read_all());
  }
#ifdef ANTHROPIC_TEST_ON_A_LOOP  // which may be through with the first before the second begins
  EXPECT_LE(server.connections(), 2);
#else
  EXPECT_EQ(server.connections(), 2);
#endif
}

TEST_F(ConnectionReuse, ATransferIsFoundAgainByItsOrigin) {
  LoopbackServer one(answer_always(ok("one")));
  LoopbackServer two(answer_always(ok("two")));
  const Call to_one{.url = one.url("/")};
  const Call to_two{.url = two.url("/")};
  {
    const auto a = open(to_one);
    const auto b = open(to_two);
    EXPECT_TRUE(a->read_all());
    EXPECT_TRUE(b->read_all());
  }
  EXPECT_EQ(open(to_one)->read_all().value_or("failed"), "one");
  EXPECT_EQ(open(to_two)->read_all().value_or("failed"), "two");
  EXPECT_EQ(one.connections(), 1);
  EXPECT_EQ(two.connections(), 1);
}

TEST_F(ConnectionReuse, AnUnfinishedExchangeClosesItsConnection) {
  std::promise<void> closed;
  LoopbackServer server([&](Connection& connection) {
    connection.read_request();
    if (connection.number() > 0) {
      connection.write(ok("new"));
      return;
    }
    connection.write("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc");
    connection.wait_for_close();
    closed.set_value();
  });
  const Call call{.url = server.url("/")};
  EXPECT_EQ(open(call)->read().value_or("failed"), "abc");
  EXPECT_EQ(closed.get_future().wait_for(5s), std::future_status::ready);
  EXPECT_EQ(open(call)->read_all().value_or("failed"), "new");
}

TEST_F(ConnectionReuse, AConnectionClosedWhileIdleIsReplaced) {
  std::promise<void> first_closed;
  {
    LoopbackServer server([&](Connection& connection) {
      connection.read_request();
      connection.write(ok(std::to_string(connection.number())));
      if (connection.number() == 0) {
        connection.reset();
        first_closed.set_value();
      }
    });
    const Call call{.url = server.url("/")};
    EXPECT_EQ(open(call)->read_all().value_or("failed"), "0");
    first_closed.get_future().wait();
    const auto exchange = open(call);
    EXPECT_EQ(exchange->read_all().value_or("failed"), "1");
  }
}

TEST_F(ConnectionReuse, AConnectionThatDiesUnderTheRequestIsReplacedOnce) {
  // The close crosses the request on its way: the connection looked alive when it was chosen.
  for (const std::size_t size : {std::size_t{2}, std::size_t{1} << 20}) {
    std::atomic<int> requests = 0;
    LoopbackServer server([&](Connection& connection) {
      connection.read_request();
      ++requests;
      connection.write(ok("first"));
      if (connection.number() > 0) return;
      connection.read_head();
      connection.reset();
    });
    const Call call{.url = server.url("/"), .body = std::string(size, 'b')};
    EXPECT_EQ(open(call)->read_all().value_or("failed"), "first");
    const auto body = open(call)->read_all();
    EXPECT_EQ(body.value_or("failed"), "first") << body.error().message;
    EXPECT_EQ(server.connections(), 2);
    EXPECT_EQ(requests, 2);
  }
}

TEST_F(ConnectionReuse, ANewConnectionThatDiesIsNotReplaced) {
  LoopbackServer server([](Connection& connection) { connection.read_request(); });
  const Call call{.url = server.url("/")};
  const auto exchange = open(call);
  EXPECT_EQ(exchange->head().error().kind, ErrorKind::connection);
  EXPECT_TRUE(exchange->sent());
  EXPECT_EQ(server.connections(), 1);
}

#ifndef ANTHROPIC_TEST_ON_A_LOOP  // a loop outlives its tasks
TEST_F(ConnectionReuse, SurvivesItsTransport) {
  LoopbackServer server(answer_always(ok("late")));
  const Call call{.url = server.url("/")};
  const auto exchange = open(call);
  transport.reset();
  EXPECT_EQ(exchange->read_all().value_or("failed"), "late");
}
#endif

}  // namespace
}  // namespace anthropic::internal::testing
