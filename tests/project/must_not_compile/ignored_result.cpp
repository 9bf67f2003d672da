// A failed call cannot be overlooked.
// expect: unused-result|nodiscard
#include <anthropic/bedrock.hpp>

void ask(const anthropic::AnthropicBedrock& client, const anthropic::MessageCreateParams& params) {
#ifdef MUST_NOT_COMPILE
  client.messages.create(params);
#endif
  auto message = client.messages.create(params);
  if (!message) message.error().raise();
}
