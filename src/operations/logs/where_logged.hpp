#pragma once

#include <string>

#include <anthropic/aws/bedrock_control.hpp>

#include "base/public_names.hpp"

namespace anthropic::internal {

/// Where Bedrock logs calls: "CloudWatch log group /bedrock/calls, s3://logs/claude", or "nowhere".
std::string where_logged(const aws::ModelInvocationLoggingConfig& config);

}  // namespace anthropic::internal
