#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace anthropic::internal::local {

/// What AWS writes ids and secrets of keys with.
inline constexpr std::string_view kKeyIdLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
inline constexpr std::string_view kKeyLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Of the system's randomness: nobody can guess it.
std::string random_text(std::size_t size, std::string_view letters);

}  // namespace anthropic::internal::local
