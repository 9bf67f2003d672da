#include "aws/endpoint/endpoint.hpp"

#include <algorithm>
#include <iterator>

#include "aws/endpoint/endpoint_exceptions.hpp"
#include "aws/endpoint/region.hpp"
#include "aws/endpoint/services.hpp"
#include "base/errors.hpp"
#include "base/text/loggable_url.hpp"
#include "http/url.hpp"

namespace anthropic::internal::aws {
namespace {

std::string_view signing_region_of(const Service* service, const Partition& partition,
                                   std::string_view region) {
  const bool is_global = service && service->is_global;
  if (is_global && service->id == "IAM" && partition.name == "aws-cn") return "cn-north-1";
  return is_global || region.ends_with("-global") ? partition.global_region : region;
}

std::string own_host(std::string_view service, const Partition& partition, const EndpointOptions& options) {
  const std::string_view exception =
      endpoint_exception(service, partition.name, options.region, options.fips, options.dual_stack);
  const std::string pattern =
      exception.empty() ? std::string(service) + "{F}.{R}.{S}" : std::string(exception);
  std::string host;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '{') {
      host += pattern[i];
      continue;
    }
    const char what = pattern[i + 1];
    i += 2;
    if (what == 'F') host += options.fips ? "-fips" : "";
    if (what == 'R') host += options.region;
    if (what == 'G') host += partition.global_region;
    if (what == 'P' || (what == 'S' && !options.dual_stack)) host += partition.dns_suffix;
    if (what == 'D' || (what == 'S' && options.dual_stack)) host += partition.dual_stack_dns_suffix;
  }
  return host;
}

Result<std::string> checked_url(std::string_view text) {
  const std::optional<Url> url = parse_url(text);
  if (!url) {
    // With a user and a password in it the URL would not be fit to print.
    const bool printable = text.find('@') == std::string_view::npos;
    return configuration_error("the endpoint URL " +
                               (printable ? "\"" + loggable_url(text) + "\" " : std::string()) +
                               "is not an absolute http or https URL");
  }
  if (!url->query.empty()) {
    return configuration_error("the endpoint URL for " + url->host + " must not hold a query");
  }
  std::string base = url->origin() + url->path;
  while (base.back() == '/') base.pop_back();
  return base;
}

Error contradicts_url(std::string_view variant) {
  return configuration_error("an endpoint URL of your own cannot be combined with " + std::string(variant),
                             "The URL alone says where requests go: leave the setting out, or the URL.");
}

constexpr std::string_view kLegacyStsRegions[] = {
    "ap-northeast-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "aws-global", "ca-central-1",
    "eu-central-1",   "eu-north-1", "eu-west-1",      "eu-west-2",      "eu-west-3",  "sa-east-1",
    "us-east-1",      "us-east-2",  "us-west-1",      "us-west-2"};

bool is_legacy_sts(std::string_view service, const EndpointOptions& options) {
  if (service != "sts" || !options.legacy_sts || options.fips || options.dual_stack) return false;
  return std::find(std::begin(kLegacyStsRegions), std::end(kLegacyStsRegions), options.region) !=
         std::end(kLegacyStsRegions);
}

}  // namespace

Result<void> check_service_name(std::string_view service) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.";
  const bool fits = !service.empty() && service.size() <= 63 &&
                    service.find_first_not_of(letters) == std::string_view::npos && service.front() != '.' &&
                    service.back() != '.';
  if (fits) return {};
  return configuration_error("\"" + std::string(service) +
                             "\" is not the name of an AWS service: expected letters, digits, hyphens and "
                             "dots");
}

Result<Endpoint> resolve_endpoint(std::string_view service, const EndpointOptions& options) {
  const bool custom = !options.endpoint_url.empty();
  if (!is_valid_region(options.region) && !(custom && options.region.empty())) {
    return configuration_error("\"" + std::string(options.region) +
                               "\" is not the name of an AWS region: expected letters, digits and hyphens");
  }
  if (auto checked = check_service_name(service); !checked) return checked.error();
  const Partition& partition = partition_of(options.region);
  const Service* known = find_service_at(service);
  Endpoint endpoint{.signing_region = std::string(signing_region_of(known, partition, options.region)),
                    .signing_name = std::string(known ? known->signing_name : service)};
  if (custom) {
    if (options.fips || options.dual_stack) return contradicts_url(options.fips ? "FIPS" : "dual stack");
    Result<std::string> url = checked_url(options.endpoint_url);
    if (!url) return std::move(url).error();
    endpoint.url = *std::move(url);
    return endpoint;
  }
  if (is_legacy_sts(service, options)) {
    endpoint.url = "https://sts.amazonaws.com";
    endpoint.signing_region = "us-east-1";
    return endpoint;
  }
  // AWS's rules for S3 say so; the other services' rules do not ask.
  if (service == "s3" && options.fips && partition.name == "aws-cn") {
    return configuration_error("there are no FIPS endpoints of S3 in " + std::string(options.region));
  }
  endpoint.url = "https://" + own_host(service, partition, options);
  return endpoint;
}

}  // namespace anthropic::internal::aws
