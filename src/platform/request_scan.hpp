#pragma once

#include <functional>
#include <string_view>

namespace anthropic {

/// A member of some object in a request's body.
struct ScannedMember {
  std::string_view parent;  ///< the name of what it is in; empty for the body itself
  std::string_view name;
  std::size_t depth;       ///< 1 for the body's own members
  std::string_view value;  ///< where its value begins; runs on to the end of the body
};

/// Visits the members of compact JSON without building a tree, passing over text quickly. What tools are
/// given, and schemas, are not looked into: their members have names of the user's choosing.
void scan_members(std::string_view json, const std::function<void(const ScannedMember&)>& visit);

}  // namespace anthropic
