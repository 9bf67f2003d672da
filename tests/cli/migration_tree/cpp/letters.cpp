#include <iostream>

#include <anthropic/anthropic.hpp>

int main() {
  anthropic::Anthropic client({.api_key = "from the vault"});
  auto message = client.messages.create(
      {.model = "claude-opus-4-5-20251101", .max_tokens = 100, .messages = {{"user", "Dear Sir"}}});
  std::cout << message->text() << "\n";
}
