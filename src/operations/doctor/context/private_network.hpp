#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace anthropic::internal {

// What is special about Bedrock's services inside a network without the internet.
// https://docs.aws.amazon.com/bedrock/latest/userguide/vpc-interface-endpoints.html

/// What the host of an interface endpoint tells: service and region of
/// "vpce-0a1b-c2d3.bedrock-runtime.us-east-1.vpce.amazonaws.com".
struct InterfaceEndpoint {
  std::string service = {};
  std::string region = {};
};
/// Empty if the host is none of an interface endpoint.
std::optional<InterfaceEndpoint> interface_endpoint_of(std::string_view host);

/// The name under which a VPC's interface endpoint for a service is made: "com.amazonaws.us-east-1.logs";
/// empty for a service that has none. `prefix` is its endpoint's ("logs").
std::string interface_service_name(std::string_view prefix, std::string_view region);

/// Whether AWS lists a FIPS host of Bedrock's runtime for the region.
bool has_fips_runtime(std::string_view region);

}  // namespace anthropic::internal
