// Claude from a private network: an interface endpoint of the VPC instead of the internet.
#include <cstdlib>
#include <iostream>
#include <string>

#include <anthropic/aws/signed_request.hpp>
#include <anthropic/bedrock.hpp>
#include <anthropic/operations/doctor.hpp>

namespace aws = anthropic::aws;

int main() {
  // With private DNS there is nothing to do: the usual name has a private address. Without it, name the endpoint:
  // "https://vpce-0a1b2c3d-e4f5.bedrock-runtime.us-east-1.vpce.amazonaws.com". Here it is played by another.
  const char* endpoint = std::getenv("ANTHROPIC_BEDROCK_BASE_URL");
  if (!endpoint) return 1;
  const aws::Session session({.region = "us-east-1",
                              .service_endpoint_urls = {{"bedrock_runtime", endpoint}},
                              .max_attempts = 3,
                              .retry_mode = aws::RetryMode::standard});
  const anthropic::AnthropicBedrock client({.aws_session = session});
  const auto message =
      client.messages.create({.model = "haiku", .max_tokens = 100, .messages = {{"user", "Hello"}}});
  if (!message) {
    std::cerr << message.error() << '\n' << message.error().hint << '\n';
    return 1;
  }
  std::cout << "answered through the endpoint: " << (message->text().empty() ? "nothing" : "a text") << '\n';

  // Whatever the host, requests are signed for Bedrock in the endpoint's region.
  const auto plan = aws::plan_signed(
      session, {.method = "GET",
                .url = "https://bedrock.us-east-1.amazonaws.com/foundation-models",
                .endpoint_url = "https://vpce-0a1b2c3d-e4f5.bedrock.us-east-1.vpce.amazonaws.com"});
  if (!plan) return 1;
  std::cout << "signed for " << plan->service << " in " << plan->region << ", sent to " << plan->url << '\n';

  // An endpoint of another region is noticed before anything is sent.
  const auto diagnosis = anthropic::operations::diagnose(
      {.session = {.region = "us-east-1",
                   .service_endpoint_urls = {
                       {"bedrock_runtime",
                        "https://vpce-0a1b2c3d-e4f5.bedrock-runtime.eu-west-1.vpce.amazonaws.com"}}}});
  if (const auto* failure = diagnosis.first_failure())
    std::cout << failure->name << ": " << failure->found << '\n' << failure->fix << '\n';
}
