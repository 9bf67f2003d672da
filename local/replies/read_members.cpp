#include "local/replies/read_members.hpp"

#include <algorithm>

namespace anthropic::internal::local {

Error wrong_replies(const std::string& where, const std::string& what) {
  return {.kind = ErrorKind::configuration,
          .message = "The replies are wrong: " + where + ": " + what,
          .hint = "docs/local-endpoint.md describes the format."};
}

Result<void> check_members(const Json& object, const std::string& where,
                           std::initializer_list<std::string_view> known) {
  if (!object.is_object()) return wrong_replies(where, "should be an object");
  for (const Json::Member& member : object.members()) {
    if (std::find(known.begin(), known.end(), member.name) == known.end())
      return wrong_replies(where + "." + member.name, "is not a member that is known here");
  }
  return {};
}

Result<void> read_text(const Json& object, const std::string& where, std::string_view name,
                       std::optional<std::string>& out) {
  const Json* value = object.find(name);
  if (!value) return {};
  if (!value->is_string()) return wrong_replies(where + "." + std::string(name), "should be a string");
  out = std::string(*value->as_string());
  return {};
}

std::string item_place(const std::string& list, std::size_t index) {
  return list + "[" + std::to_string(index) + "]";
}

}  // namespace anthropic::internal::local
