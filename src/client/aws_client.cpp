#include <anthropic/anthropic_aws.hpp>

#include "client/client_setup.hpp"

namespace anthropic {

static std::shared_ptr<MessagesBackend> backend_of(const AnthropicAwsOptions& options) {
  const auto world = world_of(options);
  AwsPlatformOptions platform = aws_platform_options(options, world);
  platform.workspace_id = options.workspace_id;
  return make_backend(options, make_aws_platform(kClaudeOnAwsDoor, std::move(platform), world), world);
}

AnthropicAws::AnthropicAws(AnthropicAwsOptions options) : AnthropicAws(backend_of(options)) {}

AnthropicAws::AnthropicAws(const std::shared_ptr<MessagesBackend>& backend)
    : messages(backend), models(backend), files(backend) {}

}  // namespace anthropic
