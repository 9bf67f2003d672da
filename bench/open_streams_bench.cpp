#include <benchmark/benchmark.h>
#include <cstdio>
#include <curl/curl.h>
#include <malloc.h>
#include <memory>
#include <unistd.h>
#include <vector>

#include "setting.hpp"

// How much memory a stream holds that was opened and is not read: a thousand of them, on one thread.

namespace {

constexpr std::size_t streams = 1000;

double resident_kilobytes() {
  long pages = 0, resident = 0;
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  if (!file || std::fscanf(file, "%ld %ld", &pages, &resident) != 2) std::perror("/proc/self/statm");
  if (file) std::fclose(file);
  return static_cast<double>(resident * sysconf(_SC_PAGESIZE)) / 1024;
}

void open_streams(benchmark::State& state) {
  const auto params = bench::question("anthropic.silent");
  for (auto _ : state) {
    const anthropic::AnthropicBedrock client = bench::make_client();
    std::vector<anthropic::MessageStream> open;
    open.reserve(streams);
    malloc_trim(0);
    const double before = resident_kilobytes();
    for (std::size_t i = 0; i < streams; ++i) {
      open.push_back(client.messages.stream(params));
      if (open.back().error()) return state.SkipWithError(open.back().error()->to_string().c_str());
    }
    state.counters["kB_per_stream"] = (resident_kilobytes() - before) / streams;
  }
}
BENCHMARK(open_streams)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
