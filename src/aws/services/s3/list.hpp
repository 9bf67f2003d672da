#pragma once

#include <anthropic/aws/s3.hpp>

#include "aws/services/s3/client.hpp"

namespace anthropic::aws {

Result<ListObjectsV2Output> list_objects(const S3Client& client, const ListObjectsV2Input& input,
                                         const CallOptions& options);

/// Pages until the last, or until `page` returns false.
Result<void> list_objects_pages(const S3Client& client, ListObjectsV2Input input,
                                const std::function<bool(const ListObjectsV2Output&)>& page,
                                const CallOptions& options);

Result<ListBucketsOutput> list_buckets(const S3Client& client, const ListBucketsInput& input,
                                       const CallOptions& options);

Result<void> list_buckets_pages(const S3Client& client, ListBucketsInput input,
                                const std::function<bool(const ListBucketsOutput&)>& page,
                                const CallOptions& options);

}  // namespace anthropic::aws
