#include <algorithm>
#include <benchmark/benchmark.h>
#include <charconv>
#include <chrono>
#include <vector>

#include "allocations.hpp"
#include "bare_curl.hpp"
#include "base/crypto/encoding.hpp"
#include "setting.hpp"

// A stream from the socket, and how late a delta of a slow stream comes.

namespace {

constexpr std::size_t kDeltas = 100'000;
constexpr std::size_t kEvents = kDeltas + 5;

std::string stream_url(const std::string& model) {
  return bench::server_url() + "/model/" + model + "/invoke-with-response-stream";
}

void stream(benchmark::State& state) {
  const anthropic::AnthropicBedrock client = bench::make_client();
  const auto params = bench::question("anthropic.deltas-" + std::to_string(kDeltas));
  std::uint64_t allocated = 0;
  for (auto _ : state) {
    auto stream = client.messages.stream(params);
    std::size_t count = 0, text = 0;
    std::uint64_t before = 0;
    while (const anthropic::StreamEvent* event = stream.next()) {
      text += event->text().size();
      if (++count == kEvents / 10) before = bench::allocations();
      if (count == kEvents - 3) allocated += bench::allocations() - before;  // before the last events
    }
    if (stream.error()) return state.SkipWithError(stream.error()->to_string().c_str());
    if (count != kEvents || text < kDeltas * 10) return state.SkipWithError("not every delta came");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kEvents));
  state.counters["allocations_per_event"] = static_cast<double>(allocated) /
                                            static_cast<double>(state.iterations()) /
                                            static_cast<double>(kEvents * 9 / 10);
}
BENCHMARK(stream)->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);

void stream_bare_curl(benchmark::State& state) {
  const bench::SentRequest& request = bench::sent_request();
  bench::BareCurl curl(stream_url("anthropic.deltas-" + std::to_string(kDeltas)), request.headers,
                       request.body);
  for (auto _ : state) {
    std::size_t size = 0;
    curl.perform([&](std::string_view bytes) { size += bytes.size(); });
    if (size < kDeltas * 200) return state.SkipWithError("not every delta came");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kEvents));
}
BENCHMARK(stream_bare_curl)->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);

// --- Pace -----------------------------------------------------------------------------------------------

constexpr std::size_t kPaced = 200;

double microseconds_since(std::string_view stamp, std::chrono::steady_clock::time_point now) {
  std::int64_t sent = 0;
  std::from_chars(stamp.data(), stamp.data() + stamp.size(), sent);
  const auto arrived = std::chrono::duration_cast<std::chrono::nanoseconds>(now.time_since_epoch()).count();
  return static_cast<double>(arrived - sent) / 1e3;
}

void report(std::vector<double>& delays, benchmark::State& state) {
  if (delays.size() < kPaced) return state.SkipWithError("not every delta came");
  std::sort(delays.begin(), delays.end());
  state.counters["delay_p50_us"] = delays[delays.size() / 2];
  state.counters["delay_p99_us"] = delays[delays.size() * 99 / 100];
}

void paced_delta(benchmark::State& state) {
  const anthropic::AnthropicBedrock client = bench::make_client();
  std::vector<double> delays;
  for (auto _ : state) {
    auto stream = client.messages.stream(bench::question("anthropic.paced-" + std::to_string(kPaced)));
    while (const anthropic::StreamEvent* event = stream.next()) {
      const auto now = std::chrono::steady_clock::now();
      if (!event->text().empty()) delays.push_back(microseconds_since(event->text(), now));
    }
  }
  report(delays, state);
}
BENCHMARK(paced_delta)->Iterations(2)->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);

/// The time stamp in a delta's frame; empty if there is none.
std::string stamp_of(std::string_view bytes) {
  const std::size_t begin = bytes.find(R"({"bytes":")");
  if (begin == std::string_view::npos) return {};
  const std::string_view base64 = bytes.substr(begin + 10, bytes.find('"', begin + 10) - begin - 10);
  const std::string json = anthropic::internal::base64_decode(base64).value_or("");
  const std::size_t text = json.find(R"("text_delta","text":")");
  return text == std::string::npos ? std::string() : json.substr(text + 21);
}

void paced_delta_bare_curl(benchmark::State& state) {
  const bench::SentRequest& request = bench::sent_request();
  bench::BareCurl curl(stream_url("anthropic.paced-" + std::to_string(kPaced)), request.headers,
                       request.body);
  std::vector<double> delays;
  for (auto _ : state) {
    curl.perform([&](std::string_view bytes) {
      const auto now = std::chrono::steady_clock::now();
      const std::string stamp = stamp_of(bytes);
      if (!stamp.empty()) delays.push_back(microseconds_since(stamp, now));
    });
  }
  report(delays, state);
}
BENCHMARK(paced_delta_bare_curl)->Iterations(2)->MeasureProcessCPUTime()->Unit(benchmark::kMillisecond);

}  // namespace
