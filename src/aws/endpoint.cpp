#include "aws/endpoint.hpp"

#include "aws/region.hpp"
#include "base/text.hpp"

namespace anthropic::aws {
namespace {

Error configuration_error(std::string message) {
  return Error{.kind = ErrorKind::configuration, .message = std::move(message)};
}

std::string_view signing_name_of(std::string_view service) {
  if (service == "bedrock-runtime" || service == "bedrock-agent-runtime") return "bedrock";
  return service;
}

Result<std::string> checked_url(std::string_view text) {
  const std::optional<Url> url = parse_url(text);
  if (!url) {
    // With a user and a password in it the URL would not be fit to print.
    const bool printable = text.find('@') == std::string_view::npos;
    return configuration_error("the endpoint URL " +
                               (printable ? "\"" + std::string(text) + "\" " : std::string()) +
                               "is not an absolute http or https URL");
  }
  if (!url->query.empty()) {
    return configuration_error("the endpoint URL for " + url->host() + " must not hold a query");
  }
  std::string base = url->scheme + "://" + url->authority + url->path;
  while (base.back() == '/') base.pop_back();
  return base;
}

}  // namespace

Result<Endpoint> resolve_endpoint(std::string_view service, const EndpointOptions& options) {
  const bool custom = !options.endpoint_url.empty();
  if (!is_valid_region(options.region) && !(custom && options.region.empty())) {
    return configuration_error("\"" + std::string(options.region) +
                               "\" is not the name of an AWS region: expected letters, digits and hyphens");
  }
  Endpoint endpoint{.url = {},
                    .signing_region = std::string(options.region),
                    .signing_name = std::string(signing_name_of(service))};
  if (custom) {
    if (options.fips) return configuration_error("an endpoint URL of your own cannot be combined with FIPS");
    if (options.dual_stack) {
      return configuration_error("an endpoint URL of your own cannot be combined with dual stack");
    }
    Result<std::string> url = checked_url(options.endpoint_url);
    if (!url) return std::move(url).error();
    endpoint.url = *std::move(url);
    return endpoint;
  }
  const Partition& partition = partition_of(options.region);
  endpoint.url = "https://" + std::string(service) + (options.fips ? "-fips." : ".") +
                 std::string(options.region) + "." +
                 std::string(options.dual_stack ? partition.dual_stack_dns_suffix : partition.dns_suffix);
  return endpoint;
}

}  // namespace anthropic::aws
