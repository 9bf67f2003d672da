#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/text/text.hpp"
#include "decoded_frames.hpp"
#include "raw_client.hpp"
#include "running_endpoint.hpp"
#include "support/descriptor_limit.hpp"
#include "support/threads.hpp"

namespace anthropic::internal::local {
namespace {

std::vector<std::unique_ptr<RawClient>> open_stalled_streams(const testing::LocalBedrock& endpoint,
                                                             std::size_t count) {
  Request request = signed_request("POST", kHaikuStream, invoke_body());
  header_of(request, "x-local-fault") = "stall=3600,after=2";
  std::vector<std::unique_ptr<RawClient>> clients;
  for (std::size_t i = 0; i < count; ++i) {
    clients.push_back(std::make_unique<RawClient>(endpoint.port()));
    clients.back()->send(request);
  }
  for (const auto& client : clients) EXPECT_TRUE(client->receive_at_least(500));
  return clients;
}

void wait_until(const auto& is_true) {
  for (int i = 0; i < 3000 && !is_true(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
}

TEST(ManyStreams, TwoThousandAtOnceNeedNoThreadsOfTheirOwn) {
  constexpr std::size_t count = 2000;
  ASSERT_GE(testing::raise_descriptor_limit(), 2 * count + 200)
      << "the machine does not allow enough open files";
  const std::size_t threads_before = testing::threads();
  auto endpoint = start_endpoint();
  auto clients = open_stalled_streams(endpoint, count);
  EXPECT_EQ(endpoint.open_connections(), count);
  EXPECT_EQ(testing::threads(), threads_before + 1);

  RawClient another(endpoint.port());
  another.send(signed_request("POST", kHaikuInvoke, invoke_body()));
  EXPECT_EQ(another.receive().status, 200) << "the stalled streams hold nobody up";

  endpoint.stop();
  for (const auto& client : clients) EXPECT_TRUE(client->is_closed());
  EXPECT_EQ(testing::threads(), threads_before);
}

TEST(ManyStreams, AreForgottenWhenTheirClientsLeave) {
  const auto endpoint = start_endpoint();
  auto clients = open_stalled_streams(endpoint, 50);
  EXPECT_EQ(endpoint.open_connections(), 50u);
  clients.clear();
  wait_until([&] { return endpoint.open_connections() == 0; });
  EXPECT_EQ(endpoint.open_connections(), 0u);
}

TEST(ManyStreams, PacedAnswersComeWhole) {
  testing::LocalBedrockOptions options;
  options.threads = 2;
  options.replies =
      R"({"rules": [{"reply": {"text": "one two three four five", "chunk_size": 2, "pace_ms": 2}}]})";
  const auto endpoint = start_endpoint(options);
  std::vector<std::unique_ptr<RawClient>> clients;
  for (int i = 0; i < 100; ++i) {
    clients.push_back(std::make_unique<RawClient>(endpoint.port()));
    clients.back()->send(signed_request("POST", kHaikuStream, invoke_body()));
  }
  for (const auto& client : clients) {
    const RawResponse response = client->receive();
    EXPECT_TRUE(response.is_whole);
    EXPECT_EQ(decode_stream(response.body).text(), "one two three four five");
  }
}

}  // namespace
}  // namespace anthropic::internal::local
