// A stream must outlive the text that is read from it.
// expect: deleted
#include <iostream>

#include <anthropic/bedrock.hpp>

void print(const anthropic::AnthropicBedrock& client, const anthropic::MessageCreateParams& params) {
#ifdef MUST_NOT_COMPILE
  for (const std::string_view text : client.messages.stream(params).text_stream()) std::cout << text;
#endif
  auto stream = client.messages.stream(params);
  for (const std::string_view text : stream.text_stream()) std::cout << text;
  for (const anthropic::StreamEvent& event : client.messages.stream(params)) std::cout << event.text();
}
