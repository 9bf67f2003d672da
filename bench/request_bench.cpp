#include <benchmark/benchmark.h>

#include "allocations.hpp"
#include "bare_curl.hpp"
#include "http/world.hpp"
#include "setting.hpp"

// One request after the other on a warm connection.

namespace {

void warm_request(benchmark::State& state) {
  const anthropic::AnthropicBedrock client = bench::make_client();
  const anthropic::MessageCreateParams params = bench::question(bench::kUsualModel);
  const std::uint64_t before = bench::allocations();
  for (auto _ : state) {
    const auto message = client.messages.create(params);
    if (!message) return state.SkipWithError(message.error().to_string().c_str());
  }
  state.counters["allocations"] = benchmark::Counter(static_cast<double>(bench::allocations() - before),
                                                     benchmark::Counter::kAvgIterations);
}
BENCHMARK(warm_request)->MeasureProcessCPUTime();

void warm_request_bare_curl(benchmark::State& state) {
  const bench::SentRequest& request = bench::sent_request();
  bench::BareCurl curl(bench::server_url() + "/model/" + bench::kUsualModel + "/invoke", request.headers,
                       request.body);
  std::string answer;
  for (auto _ : state) {
    answer.clear();
    curl.perform([&](std::string_view bytes) { answer.append(bytes); });
  }
}
BENCHMARK(warm_request_bare_curl)->MeasureProcessCPUTime();

/// The same bytes through the client's transport and nothing else of it.
void warm_request_transport(benchmark::State& state) {
  const auto world = anthropic::internal::World::real();
  const bench::SentRequest& request = bench::sent_request();
  const std::string url = bench::server_url() + "/model/" + bench::kUsualModel + "/invoke";
  const anthropic::internal::ConnectionSettings connection;
  for (auto _ : state) {
    const auto exchange = world->transport->open({.method = "POST",
                                                  .url = url,
                                                  .headers = &request.headers,
                                                  .body = request.body,
                                                  .connection = &connection});
    const auto answer = exchange->read_all();
    if (!answer) return state.SkipWithError(answer.error().to_string().c_str());
  }
}
BENCHMARK(warm_request_transport)->MeasureProcessCPUTime();

/// Answers at once with what a real exchange has answered, so that only the client's own work is left.
class InstantExchange final : public anthropic::internal::HttpExchange {
 public:
  InstantExchange(const anthropic::internal::HttpHead& head, std::string_view body)
      : head_(head), body_(body) {}
  std::optional<anthropic::internal::Wait> poll_head() override { return std::nullopt; }
  std::optional<anthropic::internal::Wait> poll_body() override { return std::nullopt; }
  void wait(anthropic::internal::SteadyTime) override {}
  bool sent() const override { return true; }

 private:
  anthropic::Result<const anthropic::internal::HttpHead*> take_head() override { return &head_; }
  anthropic::Result<std::string_view> take_piece() override { return std::exchange(body_, {}); }

  const anthropic::internal::HttpHead& head_;
  std::string_view body_;
};

class InstantTransport final : public anthropic::internal::Transport {
 public:
  explicit InstantTransport(anthropic::internal::Transport& real) : real_(real) {}
  std::unique_ptr<anthropic::internal::HttpExchange> open(
      const anthropic::internal::HttpRequest& request) override {
    if (head_.status == 0) {
      const auto exchange = real_.open(request);
      const auto head = exchange->head();
      if (head) head_ = **head;
      body_ = exchange->read_all().value_or("");
    }
    return std::make_unique<InstantExchange>(head_, body_);
  }

 private:
  anthropic::internal::Transport& real_;
  anthropic::internal::HttpHead head_;
  std::string body_;
};

/// A client whose first request goes through the real world, which must outlive it.
anthropic::AnthropicBedrock make_instant_client(const anthropic::internal::World& real) {
  auto world = real;
  world.transport = std::make_shared<InstantTransport>(*real.transport);
  return bench::make_client(std::make_shared<const anthropic::internal::World>(world));
}

void request_without_transport(benchmark::State& state) {
  const auto real = anthropic::internal::World::real();
  const anthropic::AnthropicBedrock client = make_instant_client(*real);
  const anthropic::MessageCreateParams params = bench::question(bench::kUsualModel);
  for (auto _ : state) {
    const auto message = client.messages.create(params);
    if (!message) return state.SkipWithError(message.error().to_string().c_str());
  }
}
BENCHMARK(request_without_transport);

/// The client's own part and a bare request in turn: what it costs where each request is waited for.
void request_without_transport_between_waits(benchmark::State& state) {
  const auto real = anthropic::internal::World::real();
  const anthropic::AnthropicBedrock client = make_instant_client(*real);
  const anthropic::MessageCreateParams params = bench::question(bench::kUsualModel);
  const bench::SentRequest& request = bench::sent_request();
  bench::BareCurl curl(bench::server_url() + "/model/" + bench::kUsualModel + "/invoke", request.headers,
                       request.body);
  std::string answer;
  for (auto _ : state) {
    const auto message = client.messages.create(params);
    if (!message) return state.SkipWithError(message.error().to_string().c_str());
    answer.clear();
    curl.perform([&](std::string_view bytes) { answer.append(bytes); });
  }
}
BENCHMARK(request_without_transport_between_waits)->MeasureProcessCPUTime();

}  // namespace
