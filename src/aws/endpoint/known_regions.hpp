#pragma once

#include <span>
#include <string>
#include <string_view>

namespace anthropic::aws {

/// The regions that AWS had when this version was made, but those of its secret partitions. There may be
/// more: it is for guesses, and refuses nothing.
std::span<const std::string_view> known_regions();

/// The region that a name which is none is a slip of the pen from; empty if it is one, or near none.
std::string_view nearest_region(std::string_view name);

/// What to say of a host of AWS that cannot be reached, if its region is misspelt: "There is no region
/// us-est-1 that this version knows. Did you mean us-east-1?"; else empty.
std::string region_hint(std::string_view url);

}  // namespace anthropic::aws
