// Asks one question and prints the answer: ask "Why is the sky blue?"
#include <iostream>

#include <anthropic/bedrock.hpp>

int main(int argc, char** argv) {
  const char* prompt = argc > 1 ? argv[1] : "Say hello.";

  // Region and credentials come from the environment or from the AWS profile.
  anthropic::AnthropicBedrock client;
  auto message =
      client.messages.create({.model = "haiku", .max_tokens = 500, .messages = {{"user", prompt}}});
  if (!message) {
    std::cerr << message.error().to_string() << '\n' << message.error().hint << '\n';
    return 1;
  }

  std::cout << message->text() << '\n';
  std::cout << "stopped because of " << message->stop_reason << '\n';
}
