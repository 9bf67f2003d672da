#include <benchmark/benchmark.h>
#include <cstdio>
#include <cstdlib>
#include <curl/curl.h>
#include <string>
#include <utility>

#include "canned_server.hpp"
#include "client/clients/make_client.hpp"
#include "http/world.hpp"
#include "processor.hpp"
#include "setting.hpp"
#include "support/descriptor_limit.hpp"

// A program of Google Benchmark's, with its options: ours and the bounds, all against the same prepared answers.
// script/bench runs it again and again and makes the table.

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

int main(int argc, char** argv) {
  // Nothing of the user's settings takes part.
  for (const char* name : {"AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"}) setenv(name, "/dev/null", 1);
  for (const char* name : {"AWS_PROFILE", "AWS_BEARER_TOKEN_BEDROCK", "AWS_MAX_ATTEMPTS"}) unsetenv(name);
  anthropic::internal::testing::raise_descriptor_limit();

  const bench::CannedServer server;
  bench::server = &server;
  bench::stay_on_processor(0);
  curl_global_init(CURL_GLOBAL_ALL);

  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
