#include <anthropic/anthropic_aws.hpp>

#include "client/clients/setup.hpp"

namespace anthropic::internal {

static std::unique_ptr<Platform> platform_of(const AnthropicAwsOptions& options,
                                             std::shared_ptr<const World> world) {
  AwsPlatformOptions platform = aws_platform_options(options);
  platform.workspace_id = options.workspace_id;
  return make_aws_platform(kClaudeOnAwsTraits, std::move(platform), std::move(world));
}

std::shared_ptr<ClientCore> share_core(AnthropicAwsOptions options, std::shared_ptr<const World> world) {
  return share_core(std::move(options), std::move(world), &platform_of);
}

}  // namespace anthropic::internal

namespace anthropic::inline v0 {

using namespace internal;

AnthropicAws::AnthropicAws(AnthropicAwsOptions options) : AnthropicAws(share_core(std::move(options))) {}

AnthropicAws::AnthropicAws(const std::shared_ptr<ClientCore>& core)
    : messages(core), models(core), files(core) {}

AnthropicAws AnthropicAws::with_options(const OptionOverrides& overrides) const {
  return client_with_options(*this, overrides);
}

}  // namespace anthropic::inline v0
