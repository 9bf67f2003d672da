#include <anthropic/bedrock_mantle.hpp>

#include "client/client_setup.hpp"

namespace anthropic {

static std::shared_ptr<MessagesBackend> backend_of(const AnthropicBedrockMantleOptions& options) {
  const auto world = world_of(options);
  return make_backend(options, make_aws_platform(kMantleDoor, aws_platform_options(options, world), world),
                      world);
}

AnthropicBedrockMantle::AnthropicBedrockMantle(AnthropicBedrockMantleOptions options)
    : AnthropicBedrockMantle(backend_of(options)) {}

AnthropicBedrockMantle::AnthropicBedrockMantle(const std::shared_ptr<MessagesBackend>& backend)
    : messages(backend), models(backend), files(backend) {}

}  // namespace anthropic
