// Prints an answer as it arrives: stream "Tell me a story."
#include <iostream>

#include <anthropic/bedrock.hpp>

int main(int argc, char** argv) {
  const char* prompt = argc > 1 ? argv[1] : "Tell me a story.";

  anthropic::AnthropicBedrock client;
  auto stream =
      client.messages.stream({.model = "haiku", .max_tokens = 1000, .messages = {{"user", prompt}}});
  try {
    for (std::string_view text : stream.text_stream()) std::cout << text << std::flush;
  } catch (const anthropic::AnthropicError& error) {
    // What had arrived is not lost: error.error().partial_message, or stream.current_message().
    std::cerr << '\n' << error.what() << '\n';
    return 1;
  }

  auto message = stream.final_message();
  std::cout << '\n' << "stopped because of " << message->stop_reason << '\n';
}
