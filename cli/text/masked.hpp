#pragma once

#include <string>
#include <string_view>

namespace anthropic::internal::cli {

/// The last four characters behind sixteen stars, as AWS's own tools show what is set; stars alone for what
/// is too short to show any of it.
std::string masked(std::string_view value);

}  // namespace anthropic::internal::cli
