#include <benchmark/benchmark.h>
#include <cstdio>
#include <cstdlib>
#include <curl/curl.h>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "canned_server.hpp"
#include "client/clients/make_client.hpp"
#include "http/world.hpp"
#include "processor.hpp"
#include "setting.hpp"
#include "support/descriptor_limit.hpp"

// Runs the benchmarks, each several times and in mixed order, and prints a row of a Markdown table for each
// pair of ours and the bound: medians, and their ratio.

namespace bench {

static const CannedServer* server = nullptr;

const std::string& server_url() {
  return server->url();
}

anthropic::AnthropicBedrock make_client(std::shared_ptr<const anthropic::internal::World> world) {
  return anthropic::internal::make_client<anthropic::AnthropicBedrock>({.aws_region = "us-east-1",
                                                                        .aws_access_key = kAccessKey,
                                                                        .aws_secret_key = kSecretKey,
                                                                        .base_url = server_url()},
                                                                       std::move(world));
}

anthropic::MessageCreateParams question(const std::string& model) {
  return {.model = model,
          .max_tokens = 1024,
          .messages = {{"user", "Say hello to the prepared answers, please."}}};
}

namespace {

/// Passes requests on and keeps a copy of the last one.
class RecordingTransport final : public anthropic::internal::Transport {
 public:
  explicit RecordingTransport(std::shared_ptr<anthropic::internal::Transport> next)
      : next_(std::move(next)) {}
  std::unique_ptr<anthropic::internal::HttpExchange> open(
      const anthropic::internal::HttpRequest& request) override {
    sent = {*request.headers, std::string(request.body)};
    return next_->open(request);
  }
  SentRequest sent;

 private:
  std::shared_ptr<anthropic::internal::Transport> next_;
};

SentRequest record_request() {
  auto world = *anthropic::internal::World::real();
  const auto transport = std::make_shared<RecordingTransport>(world.transport);
  world.transport = transport;
  const anthropic::AnthropicBedrock client =
      make_client(std::make_shared<const anthropic::internal::World>(world));
  const auto message = client.messages.create(question(kUsualModel));
  if (message) return transport->sent;
  std::fprintf(stderr, "%s\n", message.error().to_string().c_str());
  std::exit(1);
}

}  // namespace

const SentRequest& sent_request() {
  static const SentRequest request = record_request();
  return request;
}

}  // namespace bench

namespace {

using Run = benchmark::BenchmarkReporter::Run;

/// Keeps the medians.
class Medians final : public benchmark::ConsoleReporter {
 public:
  Medians() : ConsoleReporter(OO_None) {}
  void ReportRuns(const std::vector<Run>& runs) override {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) {
      failed |= run.error_occurred;
      if (run.aggregate_name == "median") found.emplace(run.run_name.function_name, run);
    }
  }
  std::map<std::string, Run> found;
  bool failed = false;
};

double nanoseconds_per_item(const Run& run) {
  return 1e9 / run.counters.at("items_per_second").value;
}
double microseconds(const Run& run) {
  return run.GetAdjustedCPUTime() / benchmark::GetTimeUnitMultiplier(run.time_unit) * 1e6;
}
double microseconds_per_item(const Run& run) {
  return nanoseconds_per_item(run) / 1e3;
}
std::function<double(const Run&)> counter(const char* name) {
  return [name](const Run& run) { return run.counters.at(name).value; };
}

struct Row {
  const char* what;
  const char* ours;
  const char* bound;  // empty: none
  const char* unit;
  const char* goal;
  std::function<double(const Run&)> value;
};

void print_row(const Row& row, const std::map<std::string, Run>& found) {
  const auto ours = found.find(row.ours);
  if (ours == found.end()) return;  // filtered out
  const double value = row.value(ours->second);
  const auto bound = found.find(row.bound);
  if (bound == found.end()) {
    std::printf("| %s | %.2f %s | – | – | %s |\n", row.what, value, row.unit, row.goal);
    return;
  }
  const double least = row.value(bound->second);
  std::printf("| %s | %.2f %s | %.2f %s | %.2f | %s |\n", row.what, value, row.unit, least, row.unit,
              value / least, row.goal);
}

constexpr const char* kManyAtOnce = "create_all_64";

/// Anthropic's Node client beside `create_all`, on the same processor: µs of CPU a request. BENCH_NODE is the
/// folder with the client and many_requests.mjs (bench/run installs it there).
void print_node_row(const std::map<std::string, Run>& found, const std::string& url) {
  const auto ours = found.find(kManyAtOnce);
  if (ours == found.end()) return;
  constexpr const char* what =
      "`create_all` of 10,000, 64 at once (CPU a request; bound: Anthropic's Node client)";
  const double value = microseconds_per_item(ours->second);
  const char* folder = std::getenv("BENCH_NODE");
  double node = 0;
  if (folder) {
    setenv("AWS_ACCESS_KEY_ID", bench::kAccessKey, 1);
    setenv("AWS_SECRET_ACCESS_KEY", bench::kSecretKey, 1);
    const std::string command = "node '" + std::string(folder) + "/many_requests.mjs' " + url + " '" +
                                bench::kUsualModel + "' 5000 64";
    FILE* output = popen(command.c_str(), "r");
    if (!output || std::fscanf(output, "%lf", &node) != 1) node = 0;
    if (output) pclose(output);
  }
  if (node > 0) {
    std::printf("| %s | %.2f µs | %.2f µs | %.3f | ratio ≤ 0.04 |\n", what, value, node, value / node);
    return;
  }
  std::fprintf(stderr, "\n*** NOTICE: Anthropic's Node client is not measured: %s\n",
               folder ? "it failed" : "BENCH_NODE does not name its folder");
  std::printf("| %s | %.2f µs | not measured | – | ratio ≤ 0.04 |\n", what, value);
}

}  // namespace

int main(int argc, char** argv) {
  // Nothing of the user's settings takes part.
  for (const char* name : {"AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"}) setenv(name, "/dev/null", 1);
  for (const char* name : {"AWS_PROFILE", "AWS_BEARER_TOKEN_BEDROCK", "AWS_MAX_ATTEMPTS"}) unsetenv(name);
  anthropic::internal::testing::raise_descriptor_limit();

  const bench::CannedServer server;
  bench::server = &server;
  bench::stay_on_processor(0);
  curl_global_init(CURL_GLOBAL_ALL);

  std::vector<std::string> arguments(argv, argv + argc);
  arguments.insert(arguments.begin() + 1,
                   {"--benchmark_repetitions=7", "--benchmark_enable_random_interleaving=true",
                    "--benchmark_report_aggregates_only=true"});
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  int count = static_cast<int>(pointers.size());
  benchmark::Initialize(&count, pointers.data());
  if (benchmark::ReportUnrecognizedArguments(count, pointers.data())) return 2;
  Medians medians;
  medians.SetOutputStream(&std::cerr);
  medians.SetErrorStream(&std::cerr);
  benchmark::RunSpecifiedBenchmarks(&medians);

  const Row rows[] = {
      {"signing a small request, key cached (CPU)", "sign", "sign_bound", "µs", "≤ 3 µs", microseconds},
      {"event stream in memory to typed deltas (CPU an event)", "decode", "decode_floor", "ns", "–",
       nanoseconds_per_item},
      {"100,000 deltas in memory, decoded, typed and put together (CPU a delta)", "accumulate_100000_deltas",
       "", "ns", "≤ 500 ns", nanoseconds_per_item},
      {"an answer of 10 MB put together (CPU a kB; bound: one of 100 kB)", "accumulate_10MB",
       "accumulate_100kB", "ns", "ratio ≈ 1", nanoseconds_per_item},
      {"writing a request of 1,000 messages (CPU; bound: simdjson's tree of it)", "write_conversation",
       "write_conversation_simdjson", "µs", "ratio ≤ 2", microseconds},
      {"writing a request of 14 MB of images (CPU; bound: simdjson's tree of it)", "write_images",
       "write_images_simdjson", "µs", "ratio ≤ 2", microseconds},
      {"what asking with 1,000 messages holds, in sizes of its body", "write_conversation", "", "", "≈ 1",
       counter("peak")},
      {"what asking with 14 MB of images holds, in sizes of its body", "write_images", "", "", "≈ 1",
       counter("peak")},
      {"`Json::parse` of 1,000 messages (CPU; bound: simdjson's tree)", "parse_conversation",
       "parse_conversation_simdjson", "µs", "ratio ≤ 2", microseconds},
      {"`Json::dump` of 1,000 messages (CPU; bound: simdjson's tree)", "dump_conversation",
       "write_conversation_simdjson", "µs", "ratio ≤ 2", microseconds},
      {"`Json::parse` of 14 MB of images (CPU; bound: simdjson's tree)", "parse_images",
       "parse_images_simdjson", "µs", "ratio ≤ 2", microseconds},
      {"`Json::dump` of 14 MB of images (CPU; bound: simdjson's tree)", "dump_images",
       "write_images_simdjson", "µs", "ratio ≤ 2", microseconds},
      {"event stream from the socket to typed deltas (CPU an event; bound: libcurl, not decoded)", "stream",
       "stream_bare_curl", "ns", "≤ 500 ns", nanoseconds_per_item},
      {"allocations an event, once warm", "stream", "", "", "0", counter("allocations_per_event")},
      {"the client's own part of a request (CPU)", "request_without_transport", "", "µs", "–", microseconds},
      {"allocations of a warm request", "warm_request", "", "", "–", counter("allocations")},
      {"warm request (CPU)", "warm_request", "warm_request_bare_curl", "µs", "ratio ≤ 1.3", microseconds},
      {"warm request, its transport alone (CPU)", "warm_request_transport", "warm_request_bare_curl", "µs",
       "–", microseconds},
      {"warm request, its other part and the bound's request in turn (CPU)",
       "request_without_transport_between_waits", "warm_request_bare_curl", "µs", "–", microseconds},
      {"delay of a delta at a 5 ms pace, median", "paced_delta", "paced_delta_bare_curl", "µs", "ratio ≤ 1.2",
       counter("delay_p50_us")},
      {"delay of a delta at a 5 ms pace, 99th percentile", "paced_delta", "paced_delta_bare_curl", "µs", "–",
       counter("delay_p99_us")},
      {"`create_all` of 10,000, 64 at once (CPU a request; bound: as many threads with libcurl)", kManyAtOnce,
       "create_all_bare_curl_64", "µs", "ratio ≤ 1.5", microseconds_per_item},
      {"`create_all`, 64 at once: requests a second", "create_all_64", "create_all_bare_curl_64", "", "–",
       counter("per_second")},
      {"`create_all`, 256 at once: requests a second", "create_all_256", "create_all_bare_curl_256", "",
       "≥ at 64", counter("per_second")},
      {"`create_all`, 1,000 at once: requests a second", "create_all_1000", "create_all_bare_curl_1000", "",
       "≥ at 64", counter("per_second")},
      {"`create_all`, 64 at once: requests a second (bound: one thread with libcurl)", "create_all_64",
       "create_all_bare_multi_64", "", "–", counter("per_second")},
      {"`create_all`, 1,000 at once: requests a second (bound: one thread with libcurl)", "create_all_1000",
       "create_all_bare_multi_1000", "", "–", counter("per_second")},
      {"memory of a call in flight, of 1,000", "calls_in_flight_memory", "", "kB", "≤ 48 kB",
       counter("kB_per_call")},
      {"cancelling 1,000 calls in flight, until the last has ended", "calls_in_flight_memory", "", "ms",
       "≤ 50 ms", counter("cancel_ms")},
      {"memory of an open stream, of 1,000", "open_streams", "", "kB", "≤ 40 kB", counter("kB_per_stream")},
  };
  for (const Row& row : rows) print_row(row, medians.found);
  print_node_row(medians.found, server.url());
  return medians.failed ? 1 : 0;
}
