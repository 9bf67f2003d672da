#include "operations/doctor/context/private_network.hpp"

#include <algorithm>
#include <array>

namespace anthropic::internal {
namespace {

// The suffixes of all partitions that have Bedrock.
constexpr std::string_view kSuffixes[] = {".vpce.amazonaws.com", ".vpce.amazonaws.com.cn"};

// https://docs.aws.amazon.com/general/latest/gr/bedrock.html
constexpr std::array<std::string_view, 6> kFipsRuntime = {"us-east-1",    "us-east-2",     "us-west-2",
                                                          "ca-central-1", "us-gov-east-1", "us-gov-west-1"};

}  // namespace

std::optional<InterfaceEndpoint> interface_endpoint_of(std::string_view host) {
  for (const std::string_view suffix : kSuffixes) {
    if (!host.starts_with("vpce-") || !host.ends_with(suffix)) continue;
    host.remove_suffix(suffix.size());
    const std::size_t region = host.rfind('.');
    const std::size_t service = host.find('.');
    if (region == std::string_view::npos || region == service) return std::nullopt;
    return InterfaceEndpoint{.service = std::string(host.substr(service + 1, region - service - 1)),
                             .region = std::string(host.substr(region + 1))};
  }
  return std::nullopt;
}

std::string interface_service_name(std::string_view prefix, std::string_view region) {
  if (prefix == "budgets") return {};
  if (prefix == "iam") return "com.amazonaws.iam";
  const std::string_view name = prefix == "oidc" ? "sso-oauth" : prefix;
  return "com.amazonaws." + std::string(region) + "." + std::string(name);
}

bool has_fips_runtime(std::string_view region) {
  return std::find(kFipsRuntime.begin(), kFipsRuntime.end(), region) != kFipsRuntime.end();
}

}  // namespace anthropic::internal
