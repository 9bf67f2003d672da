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

/// A set of doors.
using Doors = unsigned;

constexpr Doors bit(Door door) {
  return 1u << static_cast<unsigned>(door);
}

inline constexpr Doors kRuntimeDoors = bit(Door::invoke_model) | bit(Door::runtime_messages);
inline constexpr Doors kBedrockDoors = kRuntimeDoors | bit(Door::mantle);
inline constexpr Doors kAwsDoors = kBedrockDoors | bit(Door::claude_on_aws);
inline constexpr Doors kWholeApiDoors = bit(Door::first_party) | bit(Door::claude_on_aws);
inline constexpr Doors kAllDoors = kAwsDoors | bit(Door::first_party);

/// The door's name in an error: "Bedrock's InvokeModel".
std::string_view door_name(Door door);

}  // namespace anthropic
