#include <unistd.h>

#include "http/http_fixture.hpp"
#include "http/transfer_counter.hpp"

namespace anthropic::internal::testing {
namespace {

using Transfers = HttpTest;

TEST_F(Transfers, EachHasAHandleOfItsOwnAndTheConnectionStays) {
  const TransferCounter counter;
  LoopbackServer server(answer_always(ok("again")));
  const Call call{.url = server.url("/")};
  for (int i = 0; i < 20; ++i) EXPECT_EQ(open(call)->read_all().value_or("failed"), "again");
  EXPECT_EQ(counter.transfers(), 20);
  EXPECT_EQ(counter.most_of_a_handle(), 1);
  EXPECT_EQ(counter.handles(), 0);
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(Transfers, AHandleDoesNotOutliveAFailure) {
  const TransferCounter counter;
  LoopbackServer server([](Connection& connection) {
    while (!connection.read_request().empty()) {
      connection.write("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc");
      if (connection.number() % 2 == 0) return;
    }
  });
  const Call call{.url = server.url("/")};
  for (int i = 0; i < 6; ++i) {
    const auto exchange = open(call);
    EXPECT_EQ(exchange->read().value_or("failed"), "abc");
    if (i % 2 == 0) {
      EXPECT_FALSE(exchange->read());
    }
  }
  EXPECT_EQ(counter.transfers(), 6);
  EXPECT_EQ(counter.most_of_a_handle(), 1);
  EXPECT_EQ(counter.handles(), 0);
}

TEST_F(Transfers, ARequestThatIsSentOnceMoreHasANewHandleToo) {
  const TransferCounter counter;
  LoopbackServer server([](Connection& connection) {
    connection.read_request();
    connection.write(ok("first"));
    if (connection.number() > 0) return;
    connection.read_head();
    connection.reset();
  });
  const Call call{.url = server.url("/"), .body = std::string(std::size_t{8} << 20, 'b')};
  EXPECT_EQ(open(call)->read_all().value_or("failed"), "first");
  EXPECT_EQ(open(call)->read_all().value_or("failed"), "first");
  EXPECT_GE(counter.transfers(), 2);
  EXPECT_EQ(counter.most_of_a_handle(), 1);
  EXPECT_EQ(counter.handles(), 0);
}

TEST_F(Transfers, ANewConnectionGoesOnWithTheLastTlsSession) {
  const TestAuthority authority;
  const std::string bundle = ::testing::TempDir() + "anthropic-sessions-" + std::to_string(getpid()) + ".pem";
  FILE* file = std::fopen(bundle.c_str(), "w");
  ASSERT_NE(file, nullptr);
  std::fputs(authority.pem().c_str(), file);
  std::fclose(file);
  std::atomic<int> resumed = 0;
  LoopbackServer server(
      [&](Connection& connection) {
        resumed += connection.tls_session_resumed() ? 1 : 0;
        connection.read_request();
        connection.write(ok("once", "connection: close\r\n"));
      },
      authority.server_for("IP:127.0.0.1"));
  const Call call{.url = server.url("/"), .connection = {.proxy = "none", .ca_bundle = bundle}};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(open(call)->read_all().value_or("failed"), "once");
  EXPECT_EQ(server.connections(), 3);
  EXPECT_EQ(resumed, 2);
  std::remove(bundle.c_str());
}

}  // namespace
}  // namespace anthropic::internal::testing
