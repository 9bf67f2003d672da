#pragma once

#include <string>
#include <string_view>

#include <anthropic/result.hpp>

#include "base/public_names.hpp"

namespace anthropic::internal::aws {

struct Endpoint {
  std::string url = {};  ///< Without a trailing slash.
  std::string signing_region = {};
  std::string signing_name = {};
};

struct EndpointOptions {
  std::string_view region = {};
  std::string_view endpoint_url = {};  ///< Explicit; empty for the region's own.
  bool fips = false;
  bool dual_stack = false;
  /// The regions that STS had in 2019 share one endpoint, as `sts_regional_endpoints = legacy` asks for.
  bool legacy_sts = false;
};

/// Refuses what could not stand in front of a region in a host name, or would end the host.
Result<void> check_service_name(std::string_view service);

/// Where `service`, an endpoint prefix ("bedrock-runtime", "monitoring"), is:
/// https://SERVICE[-fips].REGION.SUFFIX with the exceptions that AWS makes, or the explicit URL. A region
/// that is no host label, and an explicit URL together with FIPS or dual stack, are configuration errors.
/// Of S3 this is the region's host, without a bucket.
Result<Endpoint> resolve_endpoint(std::string_view service, const EndpointOptions& options);

}  // namespace anthropic::internal::aws
