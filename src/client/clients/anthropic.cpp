#include <anthropic/anthropic.hpp>

#include "client/clients/setup.hpp"
#include "platform/first_party_platform.hpp"

namespace anthropic {

static std::unique_ptr<MessagesBackend> backend_of(const AnthropicOptions& options) {
  const auto world = world_of(options);
  FirstPartyOptions platform{.api_key = options.api_key,
                             .auth_token = options.auth_token,
                             .base_url = options.base_url,
                             .max_retries = options.max_retries,
                             .default_headers = options.default_headers,
                             .default_query = options.default_query,
                             .connection = {.proxy = options.proxy,
                                            .ca_bundle = options.ca_bundle,
                                            .connect_timeout = options.connect_timeout},
                             .skip_auth = options.skip_auth};
  return make_backend(options, make_first_party_platform(std::move(platform), world), world);
}

Anthropic::Anthropic(AnthropicOptions options) : Anthropic(share_backend(std::move(options), &backend_of)) {}

Anthropic::Anthropic(const std::shared_ptr<MessagesBackend>& backend)
    : messages(backend), models(backend), files(backend) {}

Anthropic Anthropic::with_options(const OptionOverrides& overrides) const {
  return client_with_options(*this, overrides);
}

}  // namespace anthropic
