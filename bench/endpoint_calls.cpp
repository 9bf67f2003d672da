// endpoint_calls: what the local endpoint spends on a signed call, without the network: InvokeModel, and the same
// question by Converse. Prints rows of the table.
//   endpoint_calls [invoke|converse COUNT]    only that, for a profiler
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string>
#include <vector>

#include "base/crypto/sha256.hpp"
#include "local/server/endpoint.hpp"
#include "wire/aws/sigv4.hpp"

namespace {

using namespace anthropic::internal;
using namespace anthropic::internal::local;

// Example keys of AWS's documentation.
constexpr const char* kAccessKey = "AKIDEXAMPLE";
constexpr const char* kSecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
constexpr int kCalls = 2'000;
constexpr int kRounds = 15;

Endpoint make_endpoint() {
  EndpointSettings settings;
  settings.accepted = {{{.access_key_id = kAccessKey, .secret_access_key = kSecretKey}}, {}, "us-east-1"};
  settings.now = [] { return std::chrono::system_clock::now(); };
  settings.random = std::make_shared<RealRandom>();
  return Endpoint(std::move(settings));
}

Request signed_request(const std::string& operation, std::string body) {
  const std::string path = "/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/" + operation;
  Request request{.method = "POST",
                  .target = path,
                  .headers = {{"Host", "127.0.0.1:8000"}, {"Content-Type", "application/json"}},
                  .body = std::move(body)};
  const std::string hash = sha256_hex(request.body);
  const sigv4::Request what = {
      .method = "POST", .path = path, .query = "", .headers = &request.headers, .payload_hash = hash};
  for (auto& field :
       sigv4::Signer().sign(what, {.access_key_id = kAccessKey, .secret_access_key = kSecretKey},
                            {"us-east-1", "bedrock"}, std::chrono::system_clock::now()))
    request.headers.push_back(std::move(field));
  return request;
}

Request invoke() {
  return signed_request("invoke", R"({"anthropic_version":"bedrock-2023-05-31","max_tokens":64,)"
                                  R"("messages":[{"role":"user","content":"Hello"}]})");
}

Request converse() {
  return signed_request("converse", R"({"inferenceConfig":{"maxTokens":64},)"
                                    R"("messages":[{"role":"user","content":[{"text":"Hello"}]}]})");
}

double processor_microseconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

/// As the server asks: whether it needs the body, and when that is there, for the answer.
void call(Endpoint& endpoint, const Request& head, const Request& request) {
  if (!endpoint.needs_body(head) || endpoint.answer(request).status != 200) {
    std::fprintf(stderr, "%s\n", endpoint.answer(request).body.c_str());
    std::exit(1);
  }
}

double microseconds_a_call(Endpoint& endpoint, const Request& request, int count) {
  Request head = request;
  head.body.clear();
  const double before = processor_microseconds();
  for (int i = 0; i < count; ++i) call(endpoint, head, request);
  return (processor_microseconds() - before) / count;
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  Endpoint endpoint = make_endpoint();
  if (argc == 3) {
    microseconds_a_call(endpoint, std::string(argv[1]) == "converse" ? converse() : invoke(),
                        std::atoi(argv[2]));
    return 0;
  }
  std::vector<double> invokes, converses;
  for (int round = 0; round < kRounds; ++round) {
    invokes.push_back(microseconds_a_call(endpoint, invoke(), kCalls));
    converses.push_back(microseconds_a_call(endpoint, converse(), kCalls));
  }
  const double one = median(invokes), other = median(converses);
  std::printf("| local endpoint, without the network: a signed InvokeModel (CPU) | %.2f µs | – | – | – |\n",
              one);
  std::printf(
      "| local endpoint, without the network: a signed Converse (CPU; bound: InvokeModel) | %.2f µs | %.2f "
      "µs | %.2f "
      "| ratio ≤ 1.25 |\n",
      other, one, other / one);
  return 0;
}
