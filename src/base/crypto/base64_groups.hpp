#pragma once

#include <string_view>

namespace anthropic::internal {

/// Decodes groups of four characters, each to three bytes of `out`. False if one of them is not of the standard
/// alphabet; `out` may then hold anything.
bool base64_decode_groups(std::string_view groups, char* out);

}  // namespace anthropic::internal
