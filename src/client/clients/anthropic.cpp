#include <anthropic/anthropic.hpp>

#include "client/clients/setup.hpp"
#include "platform/first_party_platform.hpp"

namespace anthropic::internal {

static std::unique_ptr<Platform> platform_of(const AnthropicOptions& options,
                                             std::shared_ptr<const World> world) {
  return make_first_party_platform({.api_key = options.api_key,
                                    .auth_token = options.auth_token,
                                    .base_url = options.base_url,
                                    .max_retries = options.max_retries,
                                    .default_headers = options.default_headers,
                                    .default_query = options.default_query,
                                    .skip_auth = options.skip_auth,
                                    .transport = options.transport},
                                   std::move(world));
}

std::shared_ptr<ClientCore> share_core(AnthropicOptions options, std::shared_ptr<const World> world) {
  return share_core(std::move(options), std::move(world), &platform_of);
}

}  // namespace anthropic::internal

namespace anthropic::inline v0 {

using namespace internal;

Anthropic::Anthropic(AnthropicOptions options) : Anthropic(share_core(std::move(options))) {}

Anthropic::Anthropic(const std::shared_ptr<ClientCore>& core) : messages(core), models(core), files(core) {}

Anthropic Anthropic::with_options(const OptionOverrides& overrides) const {
  return client_with_options(*this, overrides);
}

}  // namespace anthropic::inline v0
