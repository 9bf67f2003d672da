#include <filesystem>
#include <gtest/gtest.h>
#include <iterator>
#include <memory>
#include <string>
#include <sys/resource.h>
#include <thread>
#include <vector>

#include "base/text/text.hpp"
#include "decoded_frames.hpp"
#include "raw_client.hpp"
#include "running_endpoint.hpp"

namespace anthropic::local {
namespace {

std::size_t threads_of_this_process() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

void allow_descriptors(rlim_t wanted) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = std::min(std::max(limit.rlim_cur, wanted), limit.rlim_max);
  ::setrlimit(RLIMIT_NOFILE, &limit);
  ASSERT_GE(limit.rlim_cur, wanted) << "the machine does not allow enough open files";
}

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
  allow_descriptors(2 * count + 200);
  const std::size_t threads_before = threads_of_this_process();
  auto endpoint = start_endpoint();
  auto clients = open_stalled_streams(endpoint, count);
  EXPECT_EQ(endpoint.open_connections(), count);
  EXPECT_EQ(threads_of_this_process(), threads_before + 1);

  RawClient another(endpoint.port());
  another.send(signed_request("POST", kHaikuInvoke, invoke_body()));
  EXPECT_EQ(another.receive().status, 200) << "the stalled streams hold nobody up";

  endpoint.stop();
  for (const auto& client : clients) EXPECT_TRUE(client->is_closed());
  EXPECT_EQ(threads_of_this_process(), threads_before);
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
}  // namespace anthropic::local
