#pragma once

#include <cstdint>
#include <string_view>

namespace anthropic::internal {

/// The platforms that Claude is reachable on: those of `--platform` and docs/platforms.md.
enum class PlatformKind : std::uint8_t {
  first_party,       ///< Anthropic's own API
  invoke_model,      ///< Bedrock's InvokeModel
  runtime_messages,  ///< the Messages endpoint of Bedrock's runtime
  mantle,            ///< Bedrock's Mantle endpoint
  claude_on_aws,     ///< Claude Platform on AWS
};

/// A set of platforms.
using PlatformSet = unsigned;

constexpr PlatformSet bit(PlatformKind platform) {
  return 1u << static_cast<unsigned>(platform);
}

inline constexpr PlatformSet kRuntimePlatforms =
    bit(PlatformKind::invoke_model) | bit(PlatformKind::runtime_messages);
inline constexpr PlatformSet kBedrockPlatforms = kRuntimePlatforms | bit(PlatformKind::mantle);
inline constexpr PlatformSet kAwsPlatforms = kBedrockPlatforms | bit(PlatformKind::claude_on_aws);
inline constexpr PlatformSet kWholeApiPlatforms =
    bit(PlatformKind::first_party) | bit(PlatformKind::claude_on_aws);
inline constexpr PlatformSet kAllPlatforms = kAwsPlatforms | bit(PlatformKind::first_party);

/// The platform's name in an error: "Bedrock's InvokeModel".
std::string_view platform_name(PlatformKind platform);

}  // namespace anthropic::internal
