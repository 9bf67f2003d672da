#include <anthropic/bedrock.hpp>

#include "client/clients/setup.hpp"

namespace anthropic {

static std::unique_ptr<MessagesBackend> backend_of(const AnthropicBedrockOptions& options) {
  const auto world = world_of(options);
  const AwsDoor& door = options.api == BedrockAPI::messages ? kRuntimeMessagesDoor : kInvokeModelDoor;
  return make_backend(options, make_aws_platform(door, aws_platform_options(options, world), world), world);
}

AnthropicBedrock::AnthropicBedrock(AnthropicBedrockOptions options)
    : AnthropicBedrock(share_backend(std::move(options), &backend_of)) {}

AnthropicBedrock::AnthropicBedrock(const std::shared_ptr<MessagesBackend>& backend)
    : messages(backend), models(backend), files(backend) {}

AnthropicBedrock AnthropicBedrock::with_options(const OptionOverrides& overrides) const {
  return client_with_options(*this, overrides);
}

}  // namespace anthropic
