#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <anthropic/bedrock.hpp>

#include "usage.hpp"

// How the cost of one request grows with what is in it:
//   bench_growth body URL BYTES COUNT         requests of one message with so much text
//   bench_growth history URL MESSAGES COUNT   requests with so many messages
//   bench_growth stream URL DELTAS            one stream of so many deltas
// Prints a line of JSON. "before_kb" is the peak memory when a quarter of the work was done.

namespace {

using Client = anthropic::AnthropicBedrock;
using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(const std::string& reason) {
  std::fprintf(stderr, "%s\n", reason.c_str());
  std::exit(1);
}

void ask(const Client& client, const anthropic::MessageCreateParams& params, long count) {
  for (long i = 0; i < count; ++i) {
    const auto message = client.messages.create(params);
    if (!message) fail(message.error().to_string());
    if (message->text().empty()) fail("an answer without text");
  }
}

/// Returns the peak memory when a quarter of the deltas had come.
long read_stream(const Client& client, anthropic::MessageCreateParams params, long deltas) {
  params.model = "anthropic.endless-" + std::to_string(deltas);
  auto stream = client.messages.stream(params);
  long count = 0, quarter = 0;
  while (const anthropic::StreamEvent* event = stream.next()) {
    if (event->text().empty()) continue;
    if (++count == deltas / 4) quarter = bench::peak_kilobytes();
  }
  if (stream.error()) fail(stream.error()->to_string());
  if (count != deltas) fail("not every delta came");
  return quarter;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  const std::string what = argv[1];
  const long size = std::atol(argv[3]), count = argc > 4 ? std::atol(argv[4]) : 1;
  const Client client({.aws_region = "us-east-1",
                       .aws_access_key = "AKIDEXAMPLE",
                       .aws_secret_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                       .base_url = argv[2],
                       .transport = {.max_response_bytes = std::size_t{8} << 30}});
  anthropic::MessageCreateParams params{.model = "anthropic.claude-haiku-4-5-20251001-v1:0",
                                        .max_tokens = 1024,
                                        .messages = {{"user", "Say hello."}}};
  if (what == "body") params.messages = {{"user", std::string(static_cast<std::size_t>(size), 'a')}};
  if (what == "history") {
    params.messages.clear();
    for (long i = 0; i < size; ++i)
      params.messages.push_back({i % 2 == 0 ? "user" : "assistant", std::string(200, 'a')});
  }
  long quarter = 0;
  if (what != "stream") ask(client, params, std::max(count / 4, 1L));
  const double cpu = bench::processor_seconds();
  const auto begin = Clock::now();
  if (what == "stream") {
    quarter = read_stream(client, params, size);
  } else {
    ask(client, params, count);
  }
  const double wall = std::chrono::duration<double>(Clock::now() - begin).count();
  std::printf(R"({"wall_s":%.6f,"cpu_s":%.6f,"peak_kb":%ld,"before_kb":%ld})"
              "\n",
              wall, bench::processor_seconds() - cpu, bench::peak_kilobytes(), quarter);
}
