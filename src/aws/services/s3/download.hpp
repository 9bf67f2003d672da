#pragma once

#include <anthropic/aws/s3.hpp>

#include "aws/services/s3/client.hpp"
#include "base/public_names.hpp"

namespace anthropic::internal::aws {

Result<GetObjectOutput> download_object(const S3Client& client, const GetObjectInput& input,
                                        const CallOptions& options);

}  // namespace anthropic::internal::aws
