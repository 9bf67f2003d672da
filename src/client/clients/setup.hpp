#pragma once

#include <memory>
#include <utility>

#include <anthropic/option_overrides.hpp>

#include "base/option_check.hpp"
#include "client/clients/backend.hpp"
#include "platform/aws_platform.hpp"

// What the clients' options have in common: the same names in each of them.

namespace anthropic {

template <class Options>
std::shared_ptr<const World> world_of(const Options& options) {
  return options.world ? options.world : World::real();
}

/// A client's shared part as `make` makes it of the options, in each process that uses the client.
template <class Options>
std::shared_ptr<MessagesBackend> share_backend(Options options,
                                               std::unique_ptr<MessagesBackend> (*make)(const Options&)) {
  return MessagesBackend::share([options = std::move(options), make] { return make(options); });
}

/// What no call of a client with these options can go by; every call then fails with it.
template <class Options>
std::optional<Error> find_fault(const Options& options) {
  return OptionCheck()
      .timeout("timeout", options.timeout)
      .timeout("attempt_timeout", options.attempt_timeout)
      .timeout("connect_timeout", options.connect_timeout)
      .timeout("stream_idle_timeout", options.stream_idle_timeout)
      .count("max_retries", options.max_retries, 0)
      .count("max_threads", static_cast<long long>(options.max_threads), 1)
      .count("max_response_bytes", options.max_response_bytes > 0 ? 1 : 0, 1)
      .count("max_event_bytes", options.max_event_bytes > 0 ? 1 : 0, 1)
      .fault();
}

/// A client's shared part around a platform.
template <class Options>
std::unique_ptr<MessagesBackend> make_backend(const Options& options, std::unique_ptr<Platform> platform,
                                              std::shared_ptr<const World> world) {
  return std::make_unique<MessagesBackend>(
      std::move(world), std::move(platform),
      MessagesBackend::Timeouts{.call = options.timeout,
                                .attempt = options.attempt_timeout,
                                .stream_idle = options.stream_idle_timeout},
      Log(options.logger, options.log_level), options.on_call,
      CallThreads::Limits{.threads = options.max_threads}, options.middleware, options.check_support,
      MessagesBackend::Sizes{.response = options.max_response_bytes, .event = options.max_event_bytes},
      find_fault(options));
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
AwsPlatformOptions aws_platform_options(const Options& options, std::shared_ptr<const World> world) {
  return {.session_options = {.profile = options.aws_profile,
                              .region = options.aws_region,
                              .access_key_id = options.aws_access_key,
                              .secret_access_key = options.aws_secret_key,
                              .session_token = options.aws_session_token,
                              .credentials_provider = options.credentials_provider,
                              .ca_bundle = options.ca_bundle,
                              .proxy = options.proxy,
                              .connect_timeout = options.connect_timeout,
                              .world = std::move(world)},
          .session = options.aws_session,
          .region = options.aws_region,
          .base_url = options.base_url,
          .api_key = options.api_key,
          .max_retries = options.max_retries,
          .default_headers = options.default_headers,
          .default_query = options.default_query,
          .proxy = options.proxy,
          .ca_bundle = options.ca_bundle,
          .skip_auth = options.skip_auth,
          .check_support = options.check_support};
}

}  // namespace anthropic
