#pragma once

#include "local/checks/json_check.hpp"

namespace anthropic::internal::local {

/// Refuses what Bedrock itself refuses in a request's blocks and tools: documents with a bad name or without a
/// text, results of tools that failed without saying why, video, files in S3. The request has the right shape.
Checked check_blocks(const Json& request);

}  // namespace anthropic::internal::local
