// What Bedrock offers around a call: a guardrail, a tier, latency, marks for the log, and what it says of the
// call.
#include <iostream>

#include <anthropic/bedrock.hpp>
#include <anthropic/bedrock_invocation.hpp>

int main() {
  anthropic::AnthropicBedrock client;
  anthropic::MessageCreateParams params{
      .model = "haiku", .max_tokens = 300, .messages = {{"user", "Why is the sky blue?"}}};
  params.bedrock = {{.guardrail = {{.identifier = "houserules", .version = "1", .trace = "ENABLED"}},
                     .service_tier = "default",
                     .performance_latency = "standard",
                     .request_metadata = {{"team", "blue"}, {"cost-centre", "42"}}}};

  // Some of it comes in headers, so that the answer's head is wanted too.
  anthropic::ResponseHead head;
  auto stream = client.messages.stream(params, {.response_into = &head});
  auto message = stream.final_message();
  if (!message) {
    std::cerr << message.error().to_string() << '\n' << message.error().hint << '\n';
    return 1;
  }

  const auto invocation = anthropic::bedrock_invocation(*message, head);
  if (invocation.guardrail_intervened()) {
    std::cout << "the guardrail intervened: " << invocation.guardrail_trace.dump() << '\n';
  } else {
    std::cout << message->text() << '\n';
  }
  std::cout << "Bedrock counted " << invocation.output_token_count.value_or(0) << " tokens of output\n";
  std::cout << "and " << (invocation.latency ? "said" : "did not say") << " how long it took\n";
}
