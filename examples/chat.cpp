// A conversation: one line of standard input is one turn, the whole history is sent with each.
#include <iostream>
#include <string>
#include <vector>

#include <anthropic/bedrock.hpp>

int main() {
  anthropic::AnthropicBedrock client;
  std::vector<anthropic::MessageParam> history;

  for (std::string line; std::getline(std::cin, line);) {
    history.push_back({"user", line});
    auto stream = client.messages.stream({.model = "haiku",
                                          .max_tokens = 1000,
                                          .messages = history,
                                          .system = "You are a patient teacher. Be brief."});
    while (const anthropic::StreamEvent* event = stream.next()) std::cout << event->text() << std::flush;
    std::cout << '\n';

    auto answer = stream.final_message();
    if (!answer) {
      std::cerr << answer.error().to_string() << '\n';
      history.pop_back();  // the question may be asked again
      continue;
    }
    history.push_back(answer->to_param());
  }
  std::cout << history.size() << " turns\n";
}
