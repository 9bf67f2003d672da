#pragma once

#include <optional>
#include <string_view>

#include <anthropic/error.hpp>
#include <anthropic/message_create_params.hpp>

#include "platform/models/platform_kind.hpp"

namespace anthropic::internal {

/// Why a platform is bound to refuse a request, as a call would say before it sends it; empty if it is not
/// known to. `region` may be empty.
std::optional<Error> refuse_params(PlatformKind platform, const MessageCreateParams& params,
                                   std::string_view region);

}  // namespace anthropic::internal
