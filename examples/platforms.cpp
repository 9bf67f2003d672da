// The same question through every platform to Claude. Only the line that makes the client differs.
#include <iostream>
#include <string_view>

#include <anthropic/anthropic.hpp>
#include <anthropic/anthropic_aws.hpp>
#include <anthropic/bedrock.hpp>
#include <anthropic/bedrock_mantle.hpp>

namespace {

void ask(std::string_view platform, const anthropic::Messages& messages) {
  auto message =
      messages.create({.model = "haiku", .max_tokens = 300, .messages = {{"user", "Why is the sky blue?"}}});
  std::cout << platform << ": " << (message ? message->text() : message.error().to_string()) << '\n';
}

}  // namespace

int main() {
  ask("Bedrock, InvokeModel", anthropic::AnthropicBedrock().messages);
  ask("Bedrock, Messages", anthropic::AnthropicBedrock({.api = anthropic::BedrockAPI::messages}).messages);
  ask("Bedrock, Mantle", anthropic::AnthropicBedrockMantle().messages);
  ask("Claude Platform on AWS", anthropic::AnthropicAws().messages);
  ask("Anthropic", anthropic::Anthropic().messages);

  // What a platform lacks is refused before anything is sent, with the way around it.
  auto batch = anthropic::AnthropicBedrock().messages.batches.retrieve("msgbatch_1");
  std::cout << batch.error().message << '\n' << batch.error().hint << '\n';
}
