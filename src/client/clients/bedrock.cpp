#include <anthropic/bedrock.hpp>

#include "client/clients/setup.hpp"

namespace anthropic::internal {

static std::unique_ptr<Platform> platform_of(const AnthropicBedrockOptions& options,
                                             std::shared_ptr<const World> world) {
  const AwsPlatformTraits& traits =
      options.api == BedrockAPI::messages ? kRuntimeMessagesTraits : kInvokeModelTraits;
  return make_aws_platform(traits, aws_platform_options(options), std::move(world));
}

std::shared_ptr<ClientCore> share_core(AnthropicBedrockOptions options, std::shared_ptr<const World> world) {
  return share_core(std::move(options), std::move(world), &platform_of);
}

}  // namespace anthropic::internal

namespace anthropic::inline v0 {

using namespace internal;

AnthropicBedrock::AnthropicBedrock(AnthropicBedrockOptions options)
    : AnthropicBedrock(share_core(std::move(options))) {}

AnthropicBedrock::AnthropicBedrock(const std::shared_ptr<ClientCore>& core)
    : messages(core), models(core), files(core) {}

AnthropicBedrock AnthropicBedrock::with_options(const OptionOverrides& overrides) const {
  return client_with_options(*this, overrides);
}

}  // namespace anthropic::inline v0
