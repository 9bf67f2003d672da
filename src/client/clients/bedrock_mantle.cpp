#include <anthropic/bedrock_mantle.hpp>

#include "client/clients/setup.hpp"

namespace anthropic::internal {

static std::unique_ptr<Platform> platform_of(const AnthropicBedrockMantleOptions& options,
                                             std::shared_ptr<const World> world) {
  return make_aws_platform(kMantleTraits, aws_platform_options(options), std::move(world));
}

std::shared_ptr<ClientCore> share_core(AnthropicBedrockMantleOptions options,
                                       std::shared_ptr<const World> world) {
  return share_core(std::move(options), std::move(world), &platform_of);
}

}  // namespace anthropic::internal

namespace anthropic::inline v0 {

using namespace internal;

AnthropicBedrockMantle::AnthropicBedrockMantle(AnthropicBedrockMantleOptions options)
    : AnthropicBedrockMantle(share_core(std::move(options))) {}

AnthropicBedrockMantle::AnthropicBedrockMantle(const std::shared_ptr<ClientCore>& core)
    : messages(core), models(core), files(core) {}

AnthropicBedrockMantle AnthropicBedrockMantle::with_options(const OptionOverrides& overrides) const {
  return client_with_options(*this, overrides);
}

}  // namespace anthropic::inline v0
