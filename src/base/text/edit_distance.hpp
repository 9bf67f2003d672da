#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace anthropic::internal {

/// How many letters to insert, remove or replace, or neighbours to exchange, to turn one text into the other
/// (optimal string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The word that another is a slip of the pen from; the first of several that are as near; empty if none is
/// near.
std::string_view nearest_word(std::string_view word, std::span<const std::string_view> words);

}  // namespace anthropic::internal
