// Tests of a user's own: the endpoint runs in this process.
#include <iostream>

#include <anthropic/bedrock.hpp>
#include <anthropic/testing/local_bedrock.hpp>

int main() {
  auto local = anthropic::testing::LocalBedrock::start();
  if (!local) {
    std::cerr << local.error().to_string() << '\n';
    return 1;
  }
  anthropic::AnthropicBedrock client(local->client_options());
  auto message = client.messages.create(
      {.model = "haiku", .max_tokens = 200, .messages = {{"user", "Hello from a test."}}});
  if (!message) std::cerr << message.error().to_string() << '\n';
  return message && local->request_count() == 1 ? 0 : 1;
}
