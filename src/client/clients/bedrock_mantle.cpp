#include <anthropic/bedrock_mantle.hpp>

#include "client/clients/setup.hpp"

namespace anthropic {

static std::unique_ptr<MessagesBackend> backend_of(const AnthropicBedrockMantleOptions& options) {
  const auto world = world_of(options);
  return make_backend(options, make_aws_platform(kMantleDoor, aws_platform_options(options, world), world),
                      world);
}

AnthropicBedrockMantle::AnthropicBedrockMantle(AnthropicBedrockMantleOptions options)
    : AnthropicBedrockMantle(share_backend(std::move(options), &backend_of)) {}

AnthropicBedrockMantle::AnthropicBedrockMantle(const std::shared_ptr<MessagesBackend>& backend)
    : messages(backend), models(backend), files(backend) {}

AnthropicBedrockMantle AnthropicBedrockMantle::with_options(const OptionOverrides& overrides) const {
  return client_with_options(*this, overrides);
}

}  // namespace anthropic
