// The region that answers soonest, and a call there. In the document that this project began with: get_optimal_region().
#include <iostream>

#include <anthropic/bedrock.hpp>
#include <anthropic/operations/regions.hpp>

namespace operations = anthropic::operations;

int main() {
  const anthropic::aws::Session session;
  const operations::MeasureOptions options = {.model = "claude-haiku-4-5",
                                              .regions = {"us-east-1", "us-west-2", "ap-southeast-1"}};

  // Real calls: what they cost is said first.
  const auto plan = operations::plan_measurement(options);
  if (!plan) {
    std::cerr << plan.error() << '\n';
    return 1;
  }
  std::cout << plan->calls << " calls in " << plan->targets.size() << " regions\n";

  // Failures are part of the answer: a region that throttles is no fast region.
  const auto measured = operations::measure_regions(session, options);
  if (!measured) {
    std::cerr << measured.error() << '\n';
    return 1;
  }
  for (const operations::RegionMeasurement& region : *measured)
    std::cout << region.region << ": " << region.failures << " of " << region.probes.size() << " failed\n";

  // The first is the fastest; fastest_region() returns it alone.
  const operations::RegionMeasurement& fastest = measured->front();
  if (!fastest.first_token) return 1;
  const anthropic::AnthropicBedrock client({.aws_region = fastest.region});
  const auto message = client.messages.create(
      {.model = fastest.model_id, .max_tokens = 100, .messages = {{"user", "Why is the sky blue?"}}});
  if (!message) {
    std::cerr << message.error() << '\n';
    return 1;
  }
  std::cout << fastest.region << " says: " << message->text() << '\n';
}
