#pragma once

#include <string>
#include <vector>

#include <anthropic/aws/credentials.hpp>

#include "base/environment.hpp"
#include "base/process/child_environment.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::cli {

/// What a client must know to ask a local endpoint.
struct EndpointAccess {
  std::string url = {};      ///< "http://127.0.0.1:8123"
  std::string ca_file = {};  ///< What to trust, of https.
  std::string region = {};
  aws::Credentials pair = {};
  /// If set, clients fetch keys that expire instead of the pair, as in a container.
  std::string container_token = {};
  std::string bearer = {};   ///< A Bedrock API key; empty: the pair signs.
  std::string api_key = {};  ///< Of Anthropic's own API.
};

/// The variables that send every client of AWS's and Anthropic's to it, whatever the user's own say. Those
/// that would have it ask elsewhere, or with other credentials, go.
std::vector<VariableChange> endpoint_variables(const EndpointAccess& access, const Environment& environment);

}  // namespace anthropic::internal::cli
