#include "local/threads/breakpoints.hpp"

#include <utility>

namespace anthropic::internal::local {

Json without_breakpoints(const Json& value) {
  if (value.is_array()) {
    Json::Array items;
    for (const Json& item : value.items()) items.push_back(without_breakpoints(item));
    return Json(std::move(items));
  }
  if (!value.is_object()) return value;
  Json copy = Json::object();
  for (const Json::Member& member : value.members()) {
    if (member.name == "cache_control") continue;
    const bool holds_blocks = member.name == "content" || member.name == "source";
    copy.set(member.name, holds_blocks ? without_breakpoints(member.value) : member.value);
  }
  return copy;
}

}  // namespace anthropic::internal::local
