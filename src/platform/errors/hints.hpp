#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include <anthropic/error.hpp>

#include "platform/models/platform_kind.hpp"

namespace anthropic::internal {

/// Where the keys of a signature come from, as far as that changes how to renew them.
enum class KeysFrom : std::uint8_t { elsewhere, environment, code };

/// What a failed call was about.
struct HintContext {
  std::string_view model = {};  ///< as sent
  std::string_view region = {};
  std::string_view action = {};  ///< the IAM action: "bedrock:InvokeModel"
  std::string_view profile = {};
  KeysFrom keys_from = KeysFrom::elsewhere;
  std::chrono::seconds clock_offset{0};
  PlatformKind platform = PlatformKind::invoke_model;
};

/// Adds a hint to an error of Bedrock, if there is one; keeps an existing hint.
void add_bedrock_hint(const HintContext& context, Error& error);

/// The same for an error of Anthropic's API, whoever runs it. The model is empty if the call was about none.
void add_api_hint(const HintContext& context, Error& error);

}  // namespace anthropic::internal
