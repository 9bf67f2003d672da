#pragma once

#include <string>
#include <string_view>

#include <anthropic/aws/regions.hpp>
#include <anthropic/error.hpp>

#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// The region that a name which is none is a slip of the pen from; empty if it is one, or near none.
std::string_view nearest_region(std::string_view name);

/// The same, to refuse a name for: empty for one made of words of known regions, too ("ap-southeast-8",
/// "us-north-1"), as AWS adds such regions.
std::string_view misspelt_region(std::string_view name);

/// What to say of a host of AWS that cannot be reached, if its region is misspelt: "There is no region
/// us-est-1 that this version knows. Did you mean us-east-1?"; else empty.
std::string region_hint(std::string_view url);

/// Puts it in front of the hint of a call to `url` that found no host. More than once does no harm.
void add_region_hint(std::string_view url, Error& error);

}  // namespace anthropic::internal::aws
