// A call whose Pending is dropped is cancelled at once.
// expect: unused-result|unused-value|nodiscard
#include <anthropic/bedrock.hpp>

void ask(const anthropic::AnthropicBedrock& client, const anthropic::MessageCreateParams& params) {
#ifdef MUST_NOT_COMPILE
  client.messages.start(params);
#endif
  auto pending = client.messages.start(params);
  pending.wait();
}
