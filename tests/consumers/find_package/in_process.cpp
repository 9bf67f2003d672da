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
  const auto& key = local->credentials();
  anthropic::AnthropicBedrock client({.aws_region = local->region(),
                                      .aws_access_key = key.access_key_id,
                                      .aws_secret_key = key.secret_access_key,
                                      .aws_session_token = key.session_token,
                                      .base_url = local->base_url()});
  auto message = client.messages.create(
      {.model = "haiku", .max_tokens = 200, .messages = {{"user", "Hello from a test."}}});
  if (!message) std::cerr << message.error().to_string() << '\n';
  return message && local->request_count() == 1 ? 0 : 1;
}
