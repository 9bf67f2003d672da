// Answers that are paid for cannot be dropped unseen.
// expect: unused-result|nodiscard
#include <anthropic/bedrock.hpp>

void ask(const anthropic::AnthropicBedrock& client, const anthropic::MessageCreateParams& params,
         const anthropic::CreateSource& source, const anthropic::CreateSink& sink) {
#ifdef MUST_NOT_COMPILE
  client.messages.create_each(source, sink);
#endif
  auto answers = client.messages.create_each(source, sink);
}
