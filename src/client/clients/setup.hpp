#pragma once

#include <algorithm>
#include <memory>
#include <utility>

#include <anthropic/option_overrides.hpp>

#include "aws/session/session_state.hpp"
#include "base/option_check.hpp"
#include "base/public_names.hpp"
#include "base/transport_defaults.hpp"
#include "client/clients/client_core.hpp"
#include "client/clients/make_client.hpp"
#include "platform/aws_platform.hpp"

// What the clients' options have in common: the same names in each of them.

namespace anthropic::internal {

/// What no call of a client with these options can go by; every call then fails with it.
template <class Options>
std::optional<Error> find_fault(const Options& options) {
  return OptionCheck()
      .timeout("timeout", options.timeout)
      .timeout("attempt_timeout", options.attempt_timeout)
      .count("max_retries", options.max_retries, 0)
      .count("max_background_calls", options.max_background_calls, 1)
      .transport(options.transport)
      .size("observe.tracing.max_content_bytes", options.observe.tracing.max_content_bytes)
      .fault();
}

/// Options with what is unset taken from their session.
template <class Options>
Options with_session(Options options) {
  if constexpr (requires { options.aws_session; }) {
    if (!options.aws_session) return options;
    const aws::SessionOptions& session = state_of(*options.aws_session)->options;
    options.transport = filled(std::move(options.transport), session.transport);
    if (!options.observe.on_call) options.observe.on_call = session.observe.on_call;
    if (!options.observe.tracing.on_span) options.observe.tracing = session.observe.tracing;
    if (!options.observe.logger) {
      options.observe.logger = session.observe.logger;
      options.observe.log_level = session.observe.log_level;
    }
  }
  return options;
}

/// A client's shared part around a platform.
template <class Options>
std::unique_ptr<ClientCore> make_core(const Options& given, std::unique_ptr<Platform> platform,
                                      std::shared_ptr<const World> world) {
  const Options options = with_session(given);
  const TransportOptions& transport = options.transport;
  Log log = make_log(options.observe, *world->environment);
  return std::make_unique<ClientCore>(
      std::move(world), std::move(platform),
      ClientCore::Timeouts{.call = options.timeout,
                           .attempt = options.attempt_timeout,
                           .stream_idle = transport.stream_idle_timeout.value_or(kDefaultStreamIdleTimeout)},
      std::move(log), options.observe.on_call, options.observe.tracing,
      static_cast<std::size_t>(std::max(options.max_background_calls, 1)), options.middleware,
      options.check_support,
      ClientCore::Sizes{.response = transport.max_response_bytes.value_or(kDefaultMaxResponseBytes),
                        .event = transport.max_event_bytes.value_or(kDefaultMaxEventBytes)},
      find_fault(options));
}

/// A client's shared part, made by `make` in each process that uses the client.
template <class Options>
std::shared_ptr<ClientCore> share_core(Options options, std::shared_ptr<const World> world,
                                       std::unique_ptr<Platform> (*make)(const Options&,
                                                                         std::shared_ptr<const World>)) {
  return ClientCore::share([options = std::move(options), world = std::move(world), make] {
    const auto own_world = world ? world : World::real();
    return make_core(options, make(options, own_world), own_world);
  });
}

/// A copy of a client, each part of it with what is overridden.
template <class Client>
Client client_with_options(const Client& client, const OptionOverrides& overrides) {
  Client other = client;
  other.messages = client.messages.with_options(overrides);
  other.models = client.models.with_options(overrides);
  other.files = client.files.with_options(overrides);
  return other;
}

/// The options of a client on AWS as its platform takes them.
template <class Options>
AwsPlatformOptions aws_platform_options(const Options& options) {
  return {.own = {.region = options.aws_region,
                  .profile = options.aws_profile,
                  .access_key_id = options.aws_access_key,
                  .secret_access_key = options.aws_secret_key,
                  .session_token = options.aws_session_token,
                  .credentials_provider = options.credentials_provider,
                  .transport = options.transport,
                  .observe = options.observe},
          .session = options.aws_session,
          .api_key = options.api_key,
          .base_url = options.base_url,
          .max_retries = options.max_retries,
          .default_headers = options.default_headers,
          .default_query = options.default_query,
          .check_support = options.check_support,
          .skip_auth = options.skip_auth};
}

}  // namespace anthropic::internal
