#pragma once

#include <anthropic/bedrock_options.hpp>
#include <anthropic/headers.hpp>
#include <anthropic/result.hpp>

namespace anthropic::internal {

/// The headers by which Bedrock's runtime takes its own options. Fails with bad_request on what it is bound
/// to refuse.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
Result<Headers> bedrock_headers(const BedrockOptions& options);

}  // namespace anthropic::internal
