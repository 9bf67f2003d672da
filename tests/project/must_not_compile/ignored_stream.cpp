// A stream that nobody reads is a mistake.
// expect: unused-result|unused-value|nodiscard
#include <anthropic/bedrock.hpp>

void ask(const anthropic::AnthropicBedrock& client, const anthropic::MessageCreateParams& params) {
#ifdef MUST_NOT_COMPILE
  client.messages.stream(params);
#endif
  auto stream = client.messages.stream(params);
  while (stream.next()) {
  }
}
