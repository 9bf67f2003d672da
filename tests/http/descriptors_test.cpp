#include <memory>
#include <thread>
#include <vector>

#include "http/http_fixture.hpp"
#include "support/open_descriptors.hpp"

namespace anthropic::internal::testing {
namespace {

using Descriptors = HttpTest;

TEST_F(Descriptors, NoneOfAnOpenConnectionIsInherited) {
  LoopbackServer server(answer_always(ok("text")));
  transport.reset();
  const std::set<int> before = open_descriptors();
  ask_environment_again();
  const Call call{.url = server.url("/")};
  const auto first = open(call);
  ASSERT_TRUE(first->head());
  const auto second = open(call);
  ASSERT_TRUE(second->head());
  EXPECT_GE(open_descriptors().size(), before.size() + 4) << "there are connections to look at";
  EXPECT_EQ(inheritable_since(before), "");
}

TEST_F(Descriptors, NoneIsInheritedOfConnectionsThatAreMadeAtOnce) {
  LoopbackServer server(answer_always(ok("text")));
  const std::set<int> before = open_descriptors();
  CurlTransport many(environment);
  const Call call{.url = server.url("/")};
  constexpr std::size_t threads = 8, each = 8;
  std::vector<std::unique_ptr<HttpExchange>> exchanges(threads * each);
  {
    std::vector<std::jthread> openers;
    for (std::size_t thread = 0; thread < threads; ++thread) {
      openers.emplace_back([&, thread] {
        for (std::size_t i = thread * each; i < (thread + 1) * each; ++i) {
          exchanges[i] = many.open(call.request());
          EXPECT_TRUE(exchanges[i]->head());
        }
      });
    }
  }
  EXPECT_EQ(inheritable_since(before), "");
}

}  // namespace
}  // namespace anthropic::internal::testing
