#pragma once

#include <string>
#include <string_view>

#include <anthropic/result.hpp>

#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// A partition of AWS: which domain its endpoints live in.
struct Partition {
  std::string_view name;
  std::string_view dns_suffix;
  std::string_view dual_stack_dns_suffix;
  std::string_view global_region;  ///< which services that are the same in every region are signed for
};

const Partition& partition_of(std::string_view region);
/// Whether it could be a region's name and so is safe in a host name: letters, digits and hyphens.
bool is_valid_region(std::string_view region);

}  // namespace anthropic::internal::aws
