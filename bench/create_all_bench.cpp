#include <algorithm>
#include <atomic>
#include <benchmark/benchmark.h>
#include <chrono>
#include <cstdlib>
#include <malloc.h>
#include <string>
#include <thread>
#include <vector>

#include "bare_curl.hpp"
#include "bare_multi.hpp"
#include "resident.hpp"
#include "setting.hpp"
#include "support/open_descriptors.hpp"

// Many requests at once: create_all() beside libcurl alone over the same bytes, on one thread and on as many as
// there are requests at once.

namespace {

constexpr int kRequests = 10'000;
constexpr std::size_t kCallsInFlight = 1000;

class Stopwatch {
 public:
  double seconds() const { return std::chrono::duration<double>(Clock::now() - began_).count(); }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point began_ = Clock::now();
};

void report(benchmark::State& state, double seconds) {
  state.SetItemsProcessed(kRequests);
  state.counters["per_second"] = kRequests / seconds;
}

void create_all(benchmark::State& state, int concurrency) {
  const std::vector<anthropic::MessageCreateParams> params(kRequests, bench::question(bench::kUsualModel));
  for (auto _ : state) {
    const anthropic::AnthropicBedrock client = bench::make_client();
    const Stopwatch watch;
    const auto results = client.messages.create_all(params, {.max_concurrency = concurrency});
    report(state, watch.seconds());
    for (const auto& result : results) {
      if (!result) return state.SkipWithError(result.error().to_string().c_str());
    }
  }
}

void bare_curl(benchmark::State& state, int concurrency) {
  const bench::SentRequest& request = bench::sent_request();
  const std::string url = bench::server_url() + "/model/" + bench::kUsualModel + "/invoke";
  for (auto _ : state) {
    std::vector<std::string> answers(kRequests);
    std::atomic<int> next = 0;
    const Stopwatch watch;
    std::vector<std::thread> threads;
    for (int i = 0; i < concurrency; ++i) {
      threads.emplace_back([&] {
        bench::BareCurl curl(url, request.headers, request.body);
        for (int n = next++; n < kRequests; n = next++) {
          std::string& answer = answers[static_cast<std::size_t>(n)];
          curl.perform([&](std::string_view bytes) { answer.append(bytes); });
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    report(state, watch.seconds());
  }
}

void bare_multi(benchmark::State& state, int concurrency) {
  const bench::SentRequest& request = bench::sent_request();
  const std::string url = bench::server_url() + "/model/" + bench::kUsualModel + "/invoke";
  for (auto _ : state) {
    std::string answers;
    const Stopwatch watch;
    bench::send_all_bare({.url = url, .headers = request.headers, .body = request.body}, kRequests,
                         concurrency, [&](std::string_view bytes) { answers.append(bytes); });
    report(state, watch.seconds());
  }
}

/// How much memory a call holds whose answer has begun and does not go on: a thousand of them.
void calls_in_flight_memory(benchmark::State& state) {
  for (auto _ : state) {
    const auto client = bench::make_client();
    std::vector<anthropic::Pending<anthropic::Message>> pending;
    pending.reserve(kCallsInFlight);
    malloc_trim(0);
    const double before = bench::resident_kilobytes();
    const std::size_t descriptors = anthropic::internal::testing::open_descriptors().size();
    for (std::size_t i = 0; i < kCallsInFlight; ++i) {
      pending.push_back(client.messages.start(bench::question("anthropic.silent")));
    }
    while (anthropic::internal::testing::open_descriptors().size() < descriptors + kCallsInFlight)
      std::this_thread::yield();
    std::this_thread::sleep_for(std::chrono::seconds(1));  // for the heads of the last ones
    state.counters["kB_per_call"] = (bench::resident_kilobytes() - before) / kCallsInFlight;

    const Stopwatch watch;
    for (auto& call : pending) call.cancel();
    for (const auto& call : pending) call.wait();
    state.counters["cancel_ms"] = watch.seconds() * 1e3;
  }
}
BENCHMARK(calls_in_flight_memory)->Iterations(1)->Unit(benchmark::kMillisecond);

bool register_all() {
  for (const int concurrency : {64, 256, 1000}) {
    const std::string at = std::to_string(concurrency);
    for (auto* registered :
         {benchmark::RegisterBenchmark(("create_all_" + at).c_str(), create_all, concurrency),
          benchmark::RegisterBenchmark(("create_all_bare_multi_" + at).c_str(), bare_multi, concurrency),
          benchmark::RegisterBenchmark(("create_all_bare_curl_" + at).c_str(), bare_curl, concurrency)}) {
      registered->MeasureProcessCPUTime()->Iterations(1)->Unit(benchmark::kMillisecond);
    }
  }
  return true;
}
const bool kRegistered = register_all();

}  // namespace
