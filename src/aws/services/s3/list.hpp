#pragma once

#include <anthropic/aws/s3.hpp>

#include "aws/services/s3/client.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::aws {

Result<ListObjectsV2Output> list_objects(const S3Client& client, const ListObjectsV2Input& input,
                                         const CallOptions& options);

Result<ListBucketsOutput> list_buckets(const S3Client& client, const ListBucketsInput& input,
                                       const CallOptions& options);

}  // namespace anthropic::internal::aws
