#pragma once

#include <cstdint>
#include <string_view>

namespace anthropic {

/// The ways to Claude.
enum class Door : std::uint8_t {
  first_party,       ///< Anthropic's own API
  invoke_model,      ///< Bedrock's InvokeModel
  runtime_messages,  ///< the Messages endpoint of Bedrock's runtime
  mantle,            ///< Bedrock's Mantle endpoint
  claude_on_aws,     ///< Claude Platform on AWS
};

/// The door's name in an error: "Bedrock's InvokeModel".
std::string_view door_name(Door door);

}  // namespace anthropic
