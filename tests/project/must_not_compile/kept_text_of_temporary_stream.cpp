// The same where the text is given a name.
// expect: deleted
#include <anthropic/bedrock.hpp>

bool is_empty(const anthropic::AnthropicBedrock& client, const anthropic::MessageCreateParams& params) {
#ifdef MUST_NOT_COMPILE
  auto text = client.messages.stream(params).text_stream();
#else
  auto stream = client.messages.stream(params);
  auto text = stream.text_stream();
#endif
  return text.begin() == text.end();
}
