// What CloudWatch has counted in the last hour. In the document that this project began with:
// get_bedrock_metrics().
#include <iostream>

#include <anthropic/bedrock.hpp>
#include <anthropic/operations/metrics.hpp>

namespace operations = anthropic::operations;

int main() {
  const anthropic::aws::Session session;
  const anthropic::AnthropicBedrock client({.aws_session = session});
  const auto answer = client.messages.create(
      {.model = "claude-haiku-4-5", .max_tokens = 100, .messages = {{"user", "Why is the sky blue?"}}});
  if (!answer) {
    std::cerr << answer.error() << '\n';
    return 1;
  }

  // Whichever profile it was called through: the ids of one model are added up. On AWS a call appears within
  // some minutes.
  const auto now = std::chrono::system_clock::now();
  const auto metrics = operations::bedrock_metrics(session, {.since = now - std::chrono::hours(1),
                                                             .until = now + std::chrono::minutes(1),
                                                             .model = "claude-haiku-4-5"});
  if (!metrics) {
    std::cerr << metrics.error() << '\n';
    return 1;
  }
  for (const operations::ModelMetrics& model : metrics->models) {
    std::cout << model.name << ": " << model.total.invocations << " call, " << model.total.throttles
              << " throttled, " << model.total.total_input_tokens() << " tokens in, "
              << model.total.output_tokens << " out\n";
    for (const operations::ModelIdMetrics& id : model.ids) std::cout << "  called as " << id.id << '\n';
  }
  for (const std::string& note : metrics->notes) std::cout << note << '\n';
}
