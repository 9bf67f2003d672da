// Asks the endpoint of the environment, streaming and not.
#include <iostream>

#include <anthropic/bedrock.hpp>
#include <anthropic/version.hpp>

int main() {
  anthropic::AnthropicBedrock client;
  anthropic::MessageCreateParams params{
      .model = "haiku", .max_tokens = 200, .messages = {{"user", "Hello from a consumer."}}};
  auto message = client.messages.create(params);
  if (!message) {
    std::cerr << message.error().to_string() << '\n' << message.error().hint << '\n';
    return 1;
  }
  auto streamed = client.messages.stream(params).final_message();
  std::cout << "anthropic " << ANTHROPIC_VERSION << ": " << message->text() << '\n';
  return streamed && !message->text().empty() && streamed->text() == message->text() ? 0 : 1;
}
