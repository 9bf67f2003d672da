#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <anthropic/json.hpp>

// Taking an object apart into typed members and a rest, and putting it together again. A member whose value
// is not of the expected type stays in the rest, so that nothing is lost.

namespace anthropic {

inline std::optional<std::string> take_string(Json& object, std::string_view name) {
  Json* value = object.find(name);
  if (!value || !value->is_string()) return std::nullopt;
  std::string text = std::move(value->mutable_string());
  object.erase(name);
  return text;
}

inline std::optional<std::int64_t> take_int64(Json& object, std::string_view name) {
  const Json* value = object.find(name);
  const auto number = value ? value->as_int64() : std::nullopt;
  if (number) object.erase(name);
  return number;
}

/// The member whatever it is; null if absent.
inline Json take(Json& object, std::string_view name) {
  Json* value = object.find(name);
  if (!value) return nullptr;
  Json taken = std::move(*value);
  object.erase(name);
  return taken;
}

/// What is left of an object; null if nothing is.
inline Json rest(Json object) {
  return object.empty() ? Json() : object;
}

/// Sets the members of `extra` in `object`, over what is there.
inline void merge(const Json& extra, Json& object) {
  for (const Json::Member& member : extra.members()) object.set(member.name, member.value);
}

}  // namespace anthropic
