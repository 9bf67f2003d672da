#pragma once

#include <string_view>

#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// The host of a service where it does not follow AWS's default rule, with these in braces:
///   {F} "-fips" or nothing, {R} the region, {G} the partition's global region, {S} the domain that fits dual
///   stack or not, {P} the domain without dual stack, {D} the domain with it.
/// Empty: the default rule, "service{F}.{R}.{S}".
std::string_view endpoint_exception(std::string_view service, std::string_view partition,
                                    std::string_view region, bool fips, bool dual_stack);

}  // namespace anthropic::internal::aws
