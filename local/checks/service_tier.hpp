#pragma once

#include <string_view>

#include <anthropic/headers.hpp>

#include "local/checks/json_check.hpp"

namespace anthropic::internal::local {

/// Refuses a service tier that Bedrock does not have, and the one that nobody has bought here.
Checked check_service_tier(std::string_view tier);

/// Refuses values of X-Amzn-Bedrock-Service-Tier and X-Amzn-Bedrock-PerformanceConfig-Latency that there are not.
Checked check_setting_headers(const Headers& headers);

}  // namespace anthropic::internal::local
