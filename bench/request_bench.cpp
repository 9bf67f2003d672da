#include <benchmark/benchmark.h>

#include "bare_curl.hpp"
#include "setting.hpp"

// One request after the other on a warm connection.

namespace {

void warm_request(benchmark::State& state) {
  const anthropic::AnthropicBedrock client = bench::make_client();
  const anthropic::MessageCreateParams params = bench::question("anthropic.claude-haiku-4-5-20251001-v1:0");
  for (auto _ : state) {
    const auto message = client.messages.create(params);
    if (!message) return state.SkipWithError(message.error().to_string().c_str());
  }
}
BENCHMARK(warm_request)->MeasureProcessCPUTime();

void warm_request_bare_curl(benchmark::State& state) {
  const bench::SentRequest& request = bench::sent_request();
  bench::BareCurl curl(bench::server_url() + "/model/anthropic.claude-haiku-4-5-20251001-v1:0/invoke",
                       request.headers, request.body);
  std::string answer;
  for (auto _ : state) {
    answer.clear();
    curl.perform([&](std::string_view bytes) { answer.append(bytes); });
  }
}
BENCHMARK(warm_request_bare_curl)->MeasureProcessCPUTime();

}  // namespace
