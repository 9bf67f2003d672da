#pragma once

#include <memory>

#include <anthropic/bedrock.hpp>

#include "http/world.hpp"
#include "platform/platform.hpp"

namespace anthropic {

/// Claude through Bedrock's InvokeModel.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
std::unique_ptr<Platform> make_bedrock_platform(const AnthropicBedrockOptions& options,
                                                std::shared_ptr<const World> world);

}  // namespace anthropic
