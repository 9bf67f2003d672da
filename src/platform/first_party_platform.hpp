#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include <anthropic/secret_string.hpp>
#include <anthropic/transport_options.hpp>

#include "http/world.hpp"
#include "platform/platform.hpp"

namespace anthropic::internal {

/// How to reach Anthropic's own API.
struct FirstPartyOptions {
  SecretString api_key = {};
  SecretString auth_token = {};
  std::string base_url = {};
  std::optional<int> max_retries = {};
  Headers default_headers = {};
  QueryParameters default_query = {};
  bool skip_auth = false;
  TransportOptions transport = {};
};

/// Anthropic's own API. https://docs.claude.com/en/api/overview
std::unique_ptr<Platform> make_first_party_platform(FirstPartyOptions options,
                                                    std::shared_ptr<const World> world);

}  // namespace anthropic::internal
