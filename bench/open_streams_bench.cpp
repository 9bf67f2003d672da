#include <benchmark/benchmark.h>
#include <malloc.h>
#include <memory>
#include <vector>

#include "resident.hpp"
#include "setting.hpp"

// How much memory a stream holds that was opened and is not read: a thousand of them, on one thread.

namespace {

constexpr std::size_t kStreams = 1000;

void open_streams(benchmark::State& state) {
  const auto params = bench::question("anthropic.silent");
  for (auto _ : state) {
    const anthropic::AnthropicBedrock client = bench::make_client();
    std::vector<anthropic::MessageStream> open;
    open.reserve(kStreams);
    malloc_trim(0);
    const double before = bench::resident_kilobytes();
    for (std::size_t i = 0; i < kStreams; ++i) {
      open.push_back(client.messages.stream(params));
      if (open.back().error()) return state.SkipWithError(open.back().error()->to_string().c_str());
    }
    state.counters["kB_per_stream"] = (bench::resident_kilobytes() - before) / kStreams;
  }
}
BENCHMARK(open_streams)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
