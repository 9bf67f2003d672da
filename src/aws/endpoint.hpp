#pragma once

#include <string>
#include <string_view>

#include <anthropic/result.hpp>

namespace anthropic::aws {

struct Endpoint {
  std::string url;  ///< without a trailing slash
  std::string signing_region;
  std::string signing_name;
};

struct EndpointOptions {
  std::string_view region = {};
  std::string_view endpoint_url = {};  ///< explicit; empty for the region's own
  bool fips = false;
  bool dual_stack = false;
};

/// Where `service` ("bedrock-runtime") is: https://SERVICE[-fips].REGION.SUFFIX, or the explicit URL. A
/// region that is no host label, and an explicit URL together with FIPS or dual stack, are configuration
/// errors.
Result<Endpoint> resolve_endpoint(std::string_view service, const EndpointOptions& options);

}  // namespace anthropic::aws
