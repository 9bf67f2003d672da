#include <anthropic/bedrock.hpp>

#include "client/backend.hpp"
#include "platform/bedrock_platform.hpp"

namespace anthropic {

static std::shared_ptr<MessagesBackend> make_backend(const AnthropicBedrockOptions& options) {
  const auto world = options.world ? options.world : World::real();
  return std::make_shared<MessagesBackend>(
      world, make_bedrock_platform(options, world),
      MessagesBackend::Timeouts{.call = options.timeout, .stream_idle = options.stream_idle_timeout},
      Log(options.logger, options.log_level), options.on_call,
      CallThreads::Limits{.threads = options.max_threads});
}

AnthropicBedrock::AnthropicBedrock(AnthropicBedrockOptions options) : messages(make_backend(options)) {}

}  // namespace anthropic
