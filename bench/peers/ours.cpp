#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include <anthropic/bedrock.hpp>

#include "usage.hpp"

// This library, driven as the clients of other languages are (bench/peers/README.md):
//   bench_peer MODE URL COUNT CONCURRENCY
// BENCH_PROXY is the proxy to go through: without that option a client reaches loopback straight.

namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

[[noreturn]] void fail(const anthropic::Error& error) {
  std::fprintf(stderr, "%s\n", error.to_string().c_str());
  std::exit(1);
}

struct Received {
  std::size_t answers = 0, bytes = 0;
  std::vector<double> first_ms;
};

anthropic::MessageCreateParams question(const std::string& model) {
  return {.model = model,
          .max_tokens = 1024,
          .messages = {{"user", "Say hello to the prepared answers, please."}}};
}

void ask(const anthropic::AnthropicBedrock& client, int count, Received& received) {
  const auto params = question("anthropic.claude-haiku-4-5-20251001-v1:0");
  for (int i = 0; i < count; ++i) {
    const auto message = client.messages.create(params);
    if (!message) fail(message.error());
    ++received.answers;
    received.bytes += message->text().size();
  }
}

void ask_all(const anthropic::AnthropicBedrock& client, int count, int concurrency, Received& received) {
  const auto params = question("anthropic.claude-haiku-4-5-20251001-v1:0");
  int left = count;
  const auto next = [&]() -> std::optional<anthropic::CreateRequest> {
    if (left == 0) return std::nullopt;
    --left;
    return anthropic::CreateRequest{.params = params};
  };
  const auto receive = [&](std::uint64_t, const anthropic::CreateRequest&,
                           const anthropic::Result<anthropic::Message>& message) {
    if (!message) fail(message.error());
    ++received.answers;
    received.bytes += message->text().size();
  };
  const auto counts = client.messages.create_each(next, receive, {.max_concurrency = concurrency});
  if (counts.error) fail(*counts.error);
}

void read_stream(const anthropic::AnthropicBedrock& client, int deltas, Received& received) {
  const auto begin = Clock::now();
  auto stream = client.messages.stream(question("anthropic.deltas-" + std::to_string(deltas)));
  bool is_first = true;
  while (const anthropic::StreamEvent* event = stream.next()) {
    if (event->text().empty()) continue;
    if (is_first) received.first_ms.push_back(since(begin) * 1e3);
    is_first = false;
    ++received.answers;
    received.bytes += event->text().size();
  }
  if (stream.error()) fail(*stream.error());
}

void work(const anthropic::AnthropicBedrock& client, const std::string& mode, int count, int concurrency,
          Received& received) {
  if (mode == "many") return ask_all(client, count, concurrency, received);
  if (mode == "stream") return read_stream(client, count, received);
  if (mode == "first") {
    for (int i = 0; i < count; ++i) read_stream(client, 20, received);
    return;
  }
  ask(client, count, received);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const std::string mode = argv[1];
  const int count = std::atoi(argv[3]), concurrency = std::atoi(argv[4]);
  const char* proxy = std::getenv("BENCH_PROXY");
  const anthropic::AnthropicBedrock client({.aws_region = "us-east-1",
                                            .aws_access_key = "AKIDEXAMPLE",
                                            .aws_secret_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                                            .base_url = argv[2],
                                            .transport = {.proxy = proxy ? proxy : ""}});
  Received warm, received;
  if (mode != "oneshot") work(client, mode, std::max(count / 4, 1), concurrency, warm);
  const double cpu = bench::processor_seconds();
  const auto begin = Clock::now();
  work(client, mode, count, concurrency, received);
  const double wall = since(begin);
  std::sort(received.first_ms.begin(), received.first_ms.end());
  std::printf(R"({"wall_s":%.6f,"cpu_s":%.6f,"peak_kb":%ld,"answers":%zu,"bytes":%zu,"first_ms":%.4f})"
              "\n",
              wall, bench::processor_seconds() - cpu, bench::peak_kilobytes(), received.answers,
              received.bytes,
              received.first_ms.empty() ? 0 : received.first_ms[received.first_ms.size() / 2]);
}
