// How many tokens a request has, before it is sent: free of charge.
#include <iostream>

#include <anthropic/bedrock.hpp>

int main() {
  anthropic::AnthropicBedrock client;
  const anthropic::MessageCreateParams params{.model = "claude-haiku-4-5",
                                              .max_tokens = 300,
                                              .messages = {{"user", "Why is the sky blue?"}},
                                              .system = "You answer in one sentence."};
  auto count = client.messages.count_tokens(params);
  if (!count) {
    std::cerr << count.error().to_string() << '\n' << count.error().hint << '\n';
    return 1;
  }
  std::cout << count->input_tokens << " tokens\n";
  if (count->input_tokens > 150'000) std::cout << "That is a lot: leave something out.\n";

  auto message = client.messages.create(params);
  if (message) std::cout << "as it was then billed: " << message->usage.input_tokens << '\n';
}
