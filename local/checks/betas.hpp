#pragma once

#include <string_view>
#include <vector>

#include "local/checks/json_check.hpp"
#include "platform/models/platform_kind.hpp"

namespace anthropic::internal::local {

/// Refuses the first beta that a platform does not take. `betas` are those of the body and of the header
/// anthropic-beta, as far as the platform reads them.
Checked check_betas(const std::vector<std::string_view>& betas, PlatformKind platform);

}  // namespace anthropic::internal::local
