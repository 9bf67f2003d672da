#include <sys/resource.h>
#include <thread>

#include "http/http_fixture.hpp"
#include "support/open_descriptors.hpp"
#include "support/threads.hpp"

namespace anthropic::internal::testing {
namespace {

using Leaks = HttpTest;

TEST_F(Leaks, NoDescriptorsAndNoThreadsAreLeftBehind) {
  {
    // What a process keeps from its first request on.
    LoopbackServer warm_up(answer_always(ok("")));
    const Call call{.url = warm_up.url("/")};
    EXPECT_TRUE(open(call)->read_all());
  }
  transport.reset();
  const std::set<int> descriptors_before = open_descriptors();
  const std::size_t threads_before = threads();
  {
    LoopbackServer server([](Connection& connection) {
      while (true) {
        const std::string request = connection.read_request();
        if (request.empty() || request.starts_with("POST /cut")) return;
        connection.write(ok("0123456789"));
      }
    });
    transport = std::make_shared<CurlTransport>(environment);
    const Call whole{.url = server.url("/")};
    const Call cut{.url = server.url("/cut")};
    for (int i = 0; i < 30; ++i) {
      EXPECT_TRUE(open(whole)->read_all());
      EXPECT_FALSE(open(cut)->read_all());
      EXPECT_TRUE(open(whole)->head());  // Destroyed before its end.
      open(whole);                       // Destroyed before its head.
    }
    transport.reset();
  }
  EXPECT_EQ(open_descriptors(), descriptors_before);
  EXPECT_EQ(threads(), threads_before);
}

TEST_F(Leaks, IdleTransfersAreBounded) {
  transport = std::make_shared<CurlTransport>(environment, CurlLimits{.idle_transfers = 2});
  LoopbackServer server(answer_always(ok("x")));
  const Call call{.url = server.url("/")};
  for (int round = 0; round < 2; ++round) {
    std::vector<std::unique_ptr<HttpExchange>> exchanges;
    for (int i = 0; i < 5; ++i) exchanges.push_back(open(call));
    for (const auto& exchange : exchanges) EXPECT_TRUE(exchange->read_all());
  }
  EXPECT_EQ(server.connections(), 5 + 3) << "two of five are kept, so the second round makes three";
}

TEST_F(Leaks, ManyThreadsShareATransport) {
  LoopbackServer server([](Connection& connection) {
    for (std::string sent = connection.read_request(); !sent.empty(); sent = connection.read_request()) {
      if (!sent.starts_with("POST /never")) connection.write(ok("shared"));
    }
  });
  std::atomic<int> answered = 0, stopped = 0;
  std::vector<std::thread> workers;
  for (int t = 0; t < 8; ++t) {
    workers.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        const bool stops = i % 10 == 9;
        std::stop_source source;
        const Call call{.url = server.url(stops ? "/never" : "/"), .stop = source.get_token()};
        const auto exchange = open(call);
        if (stops) std::thread([&] { source.request_stop(); }).join();
        const auto body = exchange->read_all();
        if (body && *body == "shared") ++answered;
        if (!body && body.error().kind == ErrorKind::user_abort) ++stopped;
      }
    });
  }
  for (std::thread& worker : workers) worker.join();
  EXPECT_EQ(answered, 8 * 45);
  EXPECT_EQ(stopped, 8 * 5);
}

// The sanitizers need descriptors of their own; a loop has its own already.
#if !defined(__SANITIZE_ADDRESS__) && !defined(ANTHROPIC_TEST_ON_A_LOOP)
TEST_F(Leaks, RunningOutOfDescriptorsIsAFailureThatSaysSo) {
  LoopbackServer server(answer_always(ok("")));
  rlimit before = {};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit none_left = {0, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none_left), 0);
  const Call call{.url = server.url("/")};
  const auto exchange = open(call);
  const auto head = exchange->head();
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_EQ(head.error().kind, ErrorKind::connection);
  EXPECT_THAT(head.error().message, ::testing::HasSubstr("out of file descriptors"));
  EXPECT_FALSE(exchange->sent());
  EXPECT_TRUE(open(call)->read_all()) << "a transfer that could not be made is not kept";
}
#endif

TEST_F(Leaks, TheRealWorldHasEverything) {
  const auto world = World::real();
  EXPECT_TRUE(world->clock && world->environment && world->files && world->random && world->transport &&
              world->processes);
  LoopbackServer server(answer_always(ok("real")));
  const Call call{.url = server.url("/")};
  EXPECT_EQ(world->transport->open(call.request())->read_all().value_or("failed"), "real");
}

}  // namespace
}  // namespace anthropic::internal::testing
