#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <anthropic/json.hpp>

// Taking an object apart into typed members and a rest, and putting it together again. A member whose value
// is not of the expected type stays in the rest, so that nothing is lost.

namespace anthropic::internal {

inline std::optional<std::string> take_string(Json& object, std::string_view name) {
  Json* value = object.find(name);
  if (!value || !value->is_string()) return std::nullopt;
  std::string text = std::move(value->mutable_string());
  object.erase(name);
  return text;
}

/// As take_string, but an empty text stays where it is: for fields that are not written when they are empty.
inline std::string take_text(Json& object, std::string_view name) {
  const auto text = object[name].as_string();
  return text && !text->empty() ? *take_string(object, name) : std::string();
}

inline std::optional<bool> take_bool(Json& object, std::string_view name) {
  const auto value = object[name].as_bool();
  if (value) object.erase(name);
  return value;
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

/// The texts of an array that holds nothing else; else none, and it stays where it is.
inline std::vector<std::string> take_strings(Json& object, std::string_view name) {
  std::vector<std::string> texts;
  for (const Json& item : object[name].items()) {
    const auto text = item.as_string();
    if (!text) return {};
    texts.emplace_back(*text);
  }
  if (!texts.empty()) object.erase(name);
  return texts;
}

/// What is left of an object; null if nothing is.
inline Json rest(Json object) {
  if (object.empty()) return {};
  return object;
}

/// An object whose only member beside "type" and `extra` is the text `name`, which is there.
template <class Object>
Object object_of_text(Json json, std::string Object::*member, std::string_view name) {
  Object object;
  json.erase("type");
  object.*member = *take_string(json, name);
  object.extra = rest(std::move(json));
  return object;
}

/// Sets the members of `extra` in `object`, over what is there.
inline void merge(const Json& extra, Json& object) {
  for (const Json::Member& member : extra.members()) object.set(member.name, member.value);
}

}  // namespace anthropic::internal
