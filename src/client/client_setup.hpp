#pragma once

#include <memory>
#include <utility>

#include "client/backend.hpp"
#include "platform/aws_platform.hpp"

// What the clients' options have in common: the same names in each of them.

namespace anthropic {

template <class Options>
std::shared_ptr<const World> world_of(const Options& options) {
  return options.world ? options.world : World::real();
}

/// A client's shared part around a platform.
template <class Options>
std::shared_ptr<MessagesBackend> make_backend(const Options& options, std::unique_ptr<Platform> platform,
                                              std::shared_ptr<const World> world) {
  return std::make_shared<MessagesBackend>(
      std::move(world), std::move(platform),
      MessagesBackend::Timeouts{.call = options.timeout, .stream_idle = options.stream_idle_timeout},
      Log(options.logger, options.log_level), options.on_call,
      CallThreads::Limits{.threads = options.max_threads}, options.middleware, options.check_support);
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
