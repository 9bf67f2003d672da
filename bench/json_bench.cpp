#include <benchmark/benchmark.h>
#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

#include "allocations.hpp"
#include "http/world.hpp"
#include "setting.hpp"
#include "wire/messages/request_codec.hpp"

// Requests written, and JSON read and written, beside simdjson's own tree on the same bytes.

namespace {

anthropic::MessageCreateParams conversation() {
  anthropic::MessageCreateParams params = {.model = "m", .max_tokens = 1024};
  for (int turn = 0; turn < 1000; ++turn) {
    const std::string text =
        "Turn " + std::to_string(turn) + ": as many words as people write,\nwith a \"quotation\" and a line.";
    const std::string id = "toolu_" + std::to_string(turn / 4);
    switch (turn % 4) {
      case 0:
        params.messages.push_back({"user", text});
        break;
      case 1:
        params.messages.push_back(
            {"assistant",
             {anthropic::TextBlock{text},
              anthropic::ToolUseBlock{
                  .id = id,
                  .name = "look_up",
                  .input = anthropic::Json::object({{"page", turn}, {"exact", true}, {"word", "bridge"}})}}});
        break;
      case 2:
        params.messages.push_back(
            {"user", {anthropic::ToolResultBlock{.tool_use_id = id, .content = text + text}}});
        break;
      default:
        params.messages.push_back({"assistant", text + text});
    }
  }
  return params;
}

/// Two images of 5 MiB each, the largest that the API takes: 14 MB of base64.
anthropic::MessageCreateParams images() {
  std::string data;
  while (data.size() < 6'990'500)
    data += "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5";
  data.resize(6'990'500);
  const anthropic::ImageBlock image{.source = anthropic::Base64ImageSource{"image/png", data}};
  return {.model = "m", .max_tokens = 1024, .messages = {{"user", {image, image}}}};
}

std::string body_of(const anthropic::MessageCreateParams& params) {
  return anthropic::internal::write_request(params, {}).value_or("");
}

/// Refuses at once what it is asked.
class RefusingExchange final : public anthropic::internal::HttpExchange {
 public:
  std::optional<anthropic::internal::Wait> poll_head() override { return std::nullopt; }
  std::optional<anthropic::internal::Wait> poll_body() override { return std::nullopt; }
  void wait(anthropic::internal::SteadyTime) override {}
  bool sent() const override { return true; }

 private:
  anthropic::Result<const anthropic::internal::HttpHead*> take_head() override { return &head_; }
  anthropic::Result<std::string_view> take_piece() override { return std::string_view(); }

  anthropic::internal::HttpHead head_{.status = 400};
};
class RefusingTransport final : public anthropic::internal::Transport {
 public:
  std::unique_ptr<anthropic::internal::HttpExchange> open(
      const anthropic::internal::HttpRequest& request) override {
    sent = request.body.size();
    return std::make_unique<RefusingExchange>();
  }
  std::size_t sent = 0;
};

/// What a whole call holds at most, in sizes of the body that it sends.
double peak_in_bodies(anthropic::MessageCreateParams params) {
  params.model = bench::kUsualModel;
  auto world = *anthropic::internal::World::real();
  const auto transport = std::make_shared<RefusingTransport>();
  world.transport = transport;
  const anthropic::AnthropicBedrock client =
      bench::make_client(std::make_shared<const anthropic::internal::World>(world));
  const std::size_t peak =
      bench::peak_bytes([&] { benchmark::DoNotOptimize(client.messages.create(params).has_value()); });
  return static_cast<double>(peak) / static_cast<double>(transport->sent);
}

void write(benchmark::State& state, const anthropic::MessageCreateParams& params) {
  std::size_t size = 0;
  for (auto _ : state) size = body_of(params).size();
  if (size < 100'000) state.SkipWithError("the request was not written");
  state.counters["peak"] = peak_in_bodies(params);
}
/// simdjson's tree of the same body, written again.
void write_bound(benchmark::State& state, const std::string& body) {
  simdjson::dom::parser parser;
  simdjson::dom::element tree;
  if (parser.parse(body).get(tree)) return state.SkipWithError("the body is no JSON");
  for (auto _ : state) benchmark::DoNotOptimize(simdjson::minify(tree).size());
}

void parse(benchmark::State& state, const std::string& body) {
  for (auto _ : state) benchmark::DoNotOptimize(anthropic::Json::parse(body).has_value());
}
/// Into a tree that can be kept: each document needs a parser of its own.
void parse_bound(benchmark::State& state, const std::string& body) {
  for (auto _ : state) {
    simdjson::dom::parser parser;
    simdjson::dom::element tree;
    if (parser.parse(body).get(tree)) state.SkipWithError("the body is no JSON");
    benchmark::DoNotOptimize(tree);
  }
}

void dump(benchmark::State& state, const std::string& body) {
  const auto json = anthropic::Json::parse(body);
  if (!json) return state.SkipWithError("the body is no JSON");
  for (auto _ : state) benchmark::DoNotOptimize(json->dump().size());
}

const bool kRegistered = [] {
  using benchmark::RegisterBenchmark;
  const auto add = [](const std::string& what, const anthropic::MessageCreateParams& params) {
    const std::string body = body_of(params);
    RegisterBenchmark(("write_" + what).c_str(), [=](auto& state) { write(state, params); });
    RegisterBenchmark(("write_" + what + "_simdjson").c_str(),
                      [=](auto& state) { write_bound(state, body); });
    RegisterBenchmark(("parse_" + what).c_str(), [=](auto& state) { parse(state, body); });
    RegisterBenchmark(("parse_" + what + "_simdjson").c_str(),
                      [=](auto& state) { parse_bound(state, body); });
    RegisterBenchmark(("dump_" + what).c_str(), [=](auto& state) { dump(state, body); });
  };
  add("conversation", conversation());
  add("images", images());
  return true;
}();

}  // namespace
