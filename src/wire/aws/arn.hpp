#pragma once

#include <string_view>

namespace anthropic::internal {

/// A part of arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE, "arn" being 0; empty if there is none.
std::string_view part_of_arn(std::string_view arn, int index);
std::string_view region_of_arn(std::string_view arn);
std::string_view account_of_arn(std::string_view arn);

}  // namespace anthropic::internal
