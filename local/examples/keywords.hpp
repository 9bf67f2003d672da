#pragma once

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include <anthropic/json.hpp>

namespace anthropic::internal::local {

/// Schemas that one value must fit all of, without their references and alternatives.
using Schemas = std::vector<const Json*>;

/// The largest value of a keyword that bounds from below: "minLength".
inline std::optional<double> largest(const Schemas& schemas, std::string_view keyword) {
  std::optional<double> found;
  for (const Json* schema : schemas) {
    const auto value = (*schema)[keyword].as_double();
    if (value) found = std::max(found.value_or(*value), *value);
  }
  return found;
}

/// The smallest value of a keyword that bounds from above: "maxLength".
inline std::optional<double> smallest(const Schemas& schemas, std::string_view keyword) {
  std::optional<double> found;
  for (const Json* schema : schemas) {
    const auto value = (*schema)[keyword].as_double();
    if (value) found = std::min(found.value_or(*value), *value);
  }
  return found;
}

}  // namespace anthropic::internal::local
