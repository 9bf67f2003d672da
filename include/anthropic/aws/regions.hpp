#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <span>
#include <string_view>

namespace anthropic::inline v0::aws {

/// The regions that AWS had when this version was made, without those of its secret partitions: "us-east-1"
/// and so on, for lists and guesses. AWS adds regions, so a name that is not among them is no mistake for
/// sure.
std::span<const std::string_view> known_regions();

}  // namespace anthropic::inline v0::aws
