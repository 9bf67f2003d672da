// Claude thinks before it answers: with a budget (models up to 4.6) or as it sees fit (newer ones), and the
// thoughts go back with the conversation.
#include <iostream>

#include <anthropic/bedrock.hpp>

int main() {
  anthropic::AnthropicBedrock client;
  anthropic::MessageCreateParams params{.model = "claude-sonnet-4-5",
                                        .max_tokens = 4096,
                                        .messages = {{"user", "What is 27 times 453?"}},
                                        .thinking = {{.type = "enabled", .budget_tokens = 2048}}};
  auto stream = client.messages.stream(params);
  while (const anthropic::StreamEvent* event = stream.next()) std::cout << event->thinking() << event->text();
  std::cout << '\n';
  auto message = stream.final_message();
  if (!message) {
    std::cerr << message.error().to_string() << '\n' << message.error().hint << '\n';
    return 1;
  }
  if (const auto& details = message->usage.output_tokens_details)
    std::cout << details->thinking_tokens << " of the tokens were thoughts\n";

  // The turn is sent back whole, thoughts and their signatures included.
  params.messages.push_back(message->to_param());
  params.messages.push_back({"user", "And half of that?"});
  // Newer models decide themselves how much to think; effort is how hard they try.
  params.model = "opus";
  params.thinking = {{.type = "adaptive", .display = "summarized"}};
  params.output_config = {{.effort = "medium"}};
  auto half = client.messages.create(params);
  if (!half) {
    std::cerr << half.error().to_string() << '\n' << half.error().hint << '\n';
    return 1;
  }
  std::cout << half->text() << '\n';
}
