#include <anthropic/anthropic_aws.hpp>

#include "client/clients/setup.hpp"

namespace anthropic {

static std::unique_ptr<MessagesBackend> backend_of(const AnthropicAwsOptions& options) {
  const auto world = world_of(options);
  AwsPlatformOptions platform = aws_platform_options(options, world);
  platform.workspace_id = options.workspace_id;
  return make_backend(options, make_aws_platform(kClaudeOnAwsDoor, std::move(platform), world), world);
}

AnthropicAws::AnthropicAws(AnthropicAwsOptions options)
    : AnthropicAws(share_backend(std::move(options), &backend_of)) {}

AnthropicAws::AnthropicAws(const std::shared_ptr<MessagesBackend>& backend)
    : messages(backend), models(backend), files(backend) {}

AnthropicAws AnthropicAws::with_options(const OptionOverrides& overrides) const {
  return client_with_options(*this, overrides);
}

}  // namespace anthropic
