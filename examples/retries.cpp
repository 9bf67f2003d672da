// What is sent again by itself, how often, and how one call differs from the client.
#include <iostream>

#include <anthropic/bedrock.hpp>

namespace {

anthropic::MessageCreateParams question() {
  return {.model = "haiku", .max_tokens = 300, .messages = {{"user", "Why is the sky blue?"}}};
}

/// The local endpoint fails when asked to by this header; real Bedrock ignores it.
anthropic::Headers failing(const char* fault) {
  return {{"x-local-fault", fault}};
}

}  // namespace

int main() {
  anthropic::AnthropicBedrock client({.max_retries = 3});

  // Throttled twice, answered the third time: nobody notices.
  auto patient = client.messages.create(question(), {.extra_headers = failing("throttle/2")});
  std::cout << (patient ? "answered" : patient.error().to_string()) << '\n';

  // This one must not wait.
  auto hasty = client.messages.create(question(), {.max_retries = 0, .extra_headers = failing("throttle/9")});
  std::cout << to_string(hasty.error().kind) << " after " << hasty.error().attempts << " attempt\n";

  // What would be refused again is not sent again.
  auto refused = client.messages.create(question(), {.extra_headers = failing("status=400")});
  std::cout << to_string(refused.error().kind) << " after " << refused.error().attempts << " attempt\n";

  // A stream that breaks is not begun anew: what had arrived was paid for, and is in the error.
  auto stream = client.messages.stream(
      question(), {.extra_headers = failing("exception=modelStreamErrorException,after=2")});
  auto broken = stream.final_message();
  std::cout << to_string(broken.error().kind) << " after \"" << broken.error().partial_message->text()
            << "\"\n";
}
