#pragma once

#include <string>
#include <string_view>

namespace anthropic::internal {

/// For names that others made with SHA-1, not for anything secret. Empty where OpenSSL has it switched off.
std::string sha1_hex(std::string_view bytes);

}  // namespace anthropic::internal
