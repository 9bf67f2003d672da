#pragma once

#include <string>
#include <string_view>

#include <anthropic/result.hpp>

#include "aws/endpoint/endpoint.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// Where a bucket is: its endpoint, with the bucket in the host or in the path. Without a bucket: S3 itself.
/// Follows AWS's rules for S3, but always to the region's own endpoint. What is no plain bucket (ARNs of
/// access points, Outposts, directory buckets) is a bad_request; so are FIPS in China and no region.
Result<Endpoint> resolve_s3_endpoint(std::string_view bucket, const EndpointOptions& options,
                                     bool path_style);

/// Refuses what can be no bucket's name, old names with upper case and underscores among them allowed.
Result<void> check_bucket_name(std::string_view bucket);
/// Refuses what can be no object's key.
Result<void> check_key(std::string_view key);

}  // namespace anthropic::internal::aws
