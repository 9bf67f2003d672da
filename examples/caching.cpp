// A long beginning that is the same in every request is read from the cache, for a tenth of the price or
// less.
#include <iostream>
#include <string>

#include <anthropic/bedrock.hpp>

int main() {
  std::string book;
  for (int page = 1; page <= 200; ++page)
    book += "Page " + std::to_string(page) + ": the rules of the house. ";

  // Everything up to and with the marked block is kept: five minutes, or an hour.
  const anthropic::TextBlock rules{.text = book, .cache_control = {{.ttl = "1h"}}};

  anthropic::AnthropicBedrock client;
  for (const char* question : {"May I sing?", "May I dance?"}) {
    auto message = client.messages.create({.model = "haiku",
                                           .max_tokens = 200,
                                           .messages = {{"user", question}},
                                           .system = anthropic::Content({rules})});
    if (!message) {
      std::cerr << message.error().to_string() << '\n' << message.error().hint << '\n';
      return 1;
    }
    const anthropic::Usage& usage = message->usage;
    std::cout << question << ' ' << message->text() << '\n'
              << "  written to the cache: " << usage.cache_creation_input_tokens.value_or(0)
              << ", read from it: " << usage.cache_read_input_tokens.value_or(0) << '\n';
  }
}
