#include "aws/services/s3/endpoint.hpp"

#include <algorithm>

#include "aws/endpoint/region.hpp"
#include "aws/services/shapes.hpp"
#include "base/crypto/encoding.hpp"
#include "base/errors.hpp"
#include "http/url.hpp"

namespace anthropic::internal::aws {
namespace {

bool is_lower_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool is_host_label(std::string_view label) {
  if (label.empty() || label.size() > 63) return false;
  if (!is_lower_or_digit(label.front()) || !is_lower_or_digit(label.back())) return false;
  return std::all_of(label.begin(), label.end(), [](char c) { return is_lower_or_digit(c) || c == '-'; });
}

bool is_address(std::string_view host) {
  if (host.find(':') != std::string_view::npos) return true;
  return std::all_of(host.begin(), host.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

/// Whether the bucket can stand before the host. A dot would need a certificate of its own.
bool fits_into_host(std::string_view bucket, std::string_view scheme) {
  if (bucket.size() < 3 || bucket.size() > 63) return false;
  for (std::size_t start = 0; start <= bucket.size();) {
    const std::size_t end = std::min(bucket.find('.', start), bucket.size());
    if (end < bucket.size() && scheme == "https") return false;
    if (!is_host_label(bucket.substr(start, end - start))) return false;
    start = end + 1;
  }
  return true;
}

Result<void> check_plain_bucket(std::string_view bucket) {
  if (bucket.starts_with("arn:")) {
    return bad_request_error(
        "\"" + std::string(bucket) + "\" is an ARN; this client works on buckets by their names",
        "Access points, Outposts and object lambdas are not supported. An access point's alias, "
        "which ends in -s3alias, works as a bucket's name.");
  }
  for (const std::string_view kind : {"--x-s3", "--xa-s3", "--op-s3", "--ol-s3"}) {
    if (!bucket.ends_with(kind)) continue;
    return bad_request_error(
        "\"" + std::string(bucket) + "\" is no plain bucket",
        "Directory buckets (S3 Express), Outposts and object lambdas are not supported.");
  }
  return {};
}

}  // namespace

Result<Endpoint> resolve_s3_endpoint(std::string_view bucket, const EndpointOptions& options,
                                     bool path_style) {
  if (auto plain = check_plain_bucket(bucket); !plain) return plain.error();
  if (options.region.empty()) return configuration_error("S3 needs a region");
  auto endpoint = resolve_endpoint("s3", options);
  if (!endpoint || bucket.empty()) return endpoint;
  const auto url = parse_url(endpoint->url);
  const bool in_path =
      path_style || is_address(url->host) || url->host == "localhost" || !fits_into_host(bucket, url->scheme);
  if (in_path) {
    endpoint->url += "/" + percent_encode(bucket);
  } else {
    endpoint->url = url->scheme + "://" + std::string(bucket) + "." + url->authority() + url->path;
  }
  return endpoint;
}

Result<void> check_bucket_name(std::string_view bucket) {
  if (bucket.empty()) return bad_request_error("no bucket is named", "Set `bucket`.");
  if (auto plain = check_plain_bucket(bucket); !plain) return plain;
  const bool fits =
      bucket.size() >= 3 && bucket.size() <= 255 && std::all_of(bucket.begin(), bucket.end(), [](char c) {
        return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_';
      });
  if (fits) return {};
  return bad_request_error(
      "\"" + std::string(bucket) + "\" is not the name of a bucket",
      "A name has 3 to 63 lower-case letters, digits, hyphens and dots; the key stands apart from it.");
}

Result<void> check_key(std::string_view key) {
  if (key.empty())
    return bad_request_error("no key is named", "Set `key`: the object's name within its bucket.");
  if (key.size() <= 1024) return {};
  return bad_request_error("the key has " + std::to_string(key.size()) + " bytes", "S3 takes 1024 at most.");
}

}  // namespace anthropic::internal::aws
