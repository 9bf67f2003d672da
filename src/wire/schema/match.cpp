#include <algorithm>
#include <cmath>

#include "base/text/utf8.hpp"
#include "wire/json/place.hpp"
#include "wire/schema/json_schema.hpp"

namespace anthropic::inline v0 {

using namespace internal;
namespace {

/// References and alternatives may go round in circles.
constexpr std::size_t kDeepestValue = 500;
constexpr std::size_t kMostSteps = 20'000'000;

using Mismatch = std::optional<std::string>;

constexpr std::size_t kShort = 60;
constexpr std::size_t kReason = 300;

std::string in_short(const Json& json) {
  if (!json.is_array()) return one_line(json.dump(), kShort);
  std::string out = "[";
  for (const Json& item : json.items()) {
    if (out.size() > kShort) break;
    if (out.size() > 1) out += ',';
    item.dump_to(out);
  }
  return one_line(out + ']', kShort);
}

std::string_view with_article(std::string_view type) {
  if (type == "object") return "an object";
  if (type == "array") return "an array";
  if (type == "string") return "a string";
  if (type == "number") return "a number";
  if (type == "integer") return "a whole number";
  if (type == "boolean") return "true or false";
  return "null";
}

std::string what_it_is(const Json& json) {
  if (json.is_object()) return "an object";
  if (json.is_array()) return "an array";
  return in_short(json);
}

bool is_whole(const Json& json) {
  if (json.as_int64()) return true;
  const auto value = json.as_double();
  return value && std::isfinite(*value) && std::floor(*value) == *value;
}

bool is_of_type(const Json& value, std::string_view type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "number") return value.is_number();
  if (type == "integer") return value.is_number() && is_whole(value);
  if (type == "boolean") return value.is_bool();
  return value.is_null();
}

class SchemaMatch {
 public:
  SchemaMatch(const Json& root, NullMember null_member, std::size_t& steps)
      : root_(root), null_member_(null_member), steps_(steps) {}

  Mismatch find(const Json& value, const Json& schema, const JsonPlace& place, std::size_t depth) const {
    if (depth > kDeepestValue) return at(place) + " is nested too deep to be checked";
    if (steps_ == 0) return at(place) + " has too many alternatives to be checked";
    --steps_;
    if (const auto open = schema.as_bool()) {
      return *open ? Mismatch() : Mismatch(at(place) + " must not be there");
    }
    if (const auto reference = schema["$ref"].as_string()) {
      const Json* target = find_schema_reference(root_, *reference);
      if (target) {
        if (auto found = find(value, *target, place, depth + 1)) return found;
      }
    }
    if (auto found = wrong_type(value, schema, place)) return found;
    if (auto found = wrong_value(value, schema, place)) return found;
    if (auto found = wrong_alternative(value, schema, place, depth)) return found;
    if (value.is_object()) return wrong_object(value, schema, place, depth);
    if (value.is_array()) return wrong_array(value, schema, place, depth);
    if (value.is_string()) return wrong_length(value, schema, place);
    if (value.is_number()) return wrong_number(value, schema, place);
    return std::nullopt;
  }

 private:
  static std::string at(const JsonPlace& place) {
    return place.depth() == 0 ? "the whole value" : place.path();
  }

  static Mismatch wrong_type(const Json& value, const Json& schema, const JsonPlace& place) {
    const Json* type = schema.find("type");
    if (!type) return std::nullopt;
    if (const auto name = type->as_string()) {
      if (is_of_type(value, *name)) return std::nullopt;
      return at(place) + " is " + what_it_is(value) + ", not " + std::string(with_article(*name));
    }
    std::string names;
    for (const Json& item : type->items()) {
      const std::string_view name = item.as_string().value_or("");
      if (is_of_type(value, name)) return std::nullopt;
      if (!names.empty()) names += " or ";
      names += with_article(name);
    }
    return at(place) + " is " + what_it_is(value) + ", not " + names;
  }

  static Mismatch wrong_value(const Json& value, const Json& schema, const JsonPlace& place) {
    if (const Json* only = schema.find("const"); only && !(value == *only))
      return at(place) + " is " + in_short(value) + ", not " + in_short(*only);
    const Json* listed = schema.find("enum");
    if (!listed) return std::nullopt;
    for (const Json& item : listed->items()) {
      if (value == item) return std::nullopt;
    }
    return at(place) + " is " + in_short(value) + ", not one of " + in_short(*listed);
  }

  Mismatch wrong_alternative(const Json& value, const Json& schema, const JsonPlace& place,
                             std::size_t depth) const {
    for (const Json& part : schema["allOf"].items()) {
      if (auto found = find(value, part, place, depth + 1)) return found;
    }
    for (const char* keyword : {"anyOf", "oneOf"}) {
      const Json::Array& alternatives = schema[keyword].items();
      if (alternatives.empty()) continue;
      std::size_t fitting = 0;
      std::string first;
      for (const Json& alternative : alternatives) {
        auto found = find(value, alternative, place, depth + 1);
        if (!found) ++fitting;
        if (found && first.empty()) first = *std::move(found);
      }
      if (fitting == 0) {
        return at(place) + " fits none of the " + std::to_string(alternatives.size()) +
               " alternatives (the first one: " + one_line(first, kReason) + ")";
      }
      if (fitting > 1 && std::string_view(keyword) == "oneOf")
        return at(place) + " fits " + std::to_string(fitting) + " alternatives, not one";
    }
    return std::nullopt;
  }

  Mismatch wrong_object(const Json& value, const Json& schema, const JsonPlace& place,
                        std::size_t depth) const {
    const Json::Array& required = schema["required"].items();
    for (const Json& name : required) {
      const std::string_view text = name.as_string().value_or("");
      if (!value.contains(text)) return JsonPlace(place, text).path() + " is missing";
    }
    const Json& properties = schema["properties"];
    const Json* additional = schema.find("additionalProperties");
    for (const Json::Member& member : value.members()) {
      const JsonPlace here(place, member.name);
      const Json* own = properties.find(member.name);
      if (!own && additional && additional->as_bool() == false)
        return here.path() + " is not a member that the schema knows";
      const Json* expected = own ? own : additional;
      if (!expected) continue;
      if (member.value.is_null() && null_member_ == NullMember::is_absent && !names(required, member.name))
        continue;
      if (auto found = find(member.value, *expected, here, depth + 1)) return found;
    }
    return std::nullopt;
  }

  static bool names(const Json::Array& required, std::string_view name) {
    return std::any_of(required.begin(), required.end(),
                       [&](const Json& item) { return item.as_string() == name; });
  }

  Mismatch wrong_array(const Json& value, const Json& schema, const JsonPlace& place,
                       std::size_t depth) const {
    if (auto found = wrong_count(value.size(), schema, "minItems", "maxItems", " items", place)) return found;
    const Json::Array& first = schema["prefixItems"].items();
    const Json* others = schema.find("items");
    for (std::size_t i = 0; i < value.size(); ++i) {
      const Json* expected = i < first.size() ? &first[i] : others;
      if (!expected) break;
      if (auto found = find(value[i], *expected, JsonPlace(place, i), depth + 1)) return found;
    }
    return std::nullopt;
  }

  static Mismatch wrong_length(const Json& value, const Json& schema, const JsonPlace& place) {
    if (!schema.contains("minLength") && !schema.contains("maxLength")) return std::nullopt;
    const std::size_t length = count_characters(*value.as_string());
    return wrong_count(length, schema, "minLength", "maxLength", " characters", place);
  }

  static Mismatch wrong_count(std::size_t count, const Json& schema, std::string_view least,
                              std::string_view most, std::string_view unit, const JsonPlace& place) {
    const auto bound = static_cast<std::int64_t>(count);
    const std::string has = at(place) + " has " + std::to_string(count) + std::string(unit);
    if (const auto minimum = schema[least].as_int64(); minimum && bound < *minimum)
      return has + ", fewer than " + std::to_string(*minimum);
    if (const auto maximum = schema[most].as_int64(); maximum && bound > *maximum)
      return has + ", more than " + std::to_string(*maximum);
    return std::nullopt;
  }

  static Mismatch wrong_number(const Json& value, const Json& schema, const JsonPlace& place) {
    const double number = *value.as_double();
    const auto out = [&](std::string_view keyword, std::string_view relation, bool wrong) -> Mismatch {
      if (!wrong) return std::nullopt;
      return at(place) + " is " + value.number_text() + ", " + std::string(relation) + " " +
             schema[keyword].number_text();
    };
    const auto bound = [&](std::string_view keyword) { return schema[keyword].as_double(); };
    if (const auto b = bound("minimum")) {
      if (auto found = out("minimum", "less than", number < *b)) return found;
    }
    if (const auto b = bound("maximum")) {
      if (auto found = out("maximum", "more than", number > *b)) return found;
    }
    if (const auto b = bound("exclusiveMinimum")) {
      if (auto found = out("exclusiveMinimum", "not more than", number <= *b)) return found;
    }
    if (const auto b = bound("exclusiveMaximum")) {
      if (auto found = out("exclusiveMaximum", "not less than", number >= *b)) return found;
    }
    return std::nullopt;
  }

  const Json& root_;
  const NullMember null_member_;
  std::size_t& steps_;  // that are left
};

}  // namespace

std::optional<std::string> find_schema_mismatch(const Json& value, const Json& schema,
                                                NullMember null_member) {
  std::size_t steps = kMostSteps;
  return SchemaMatch(schema, null_member, steps).find(value, schema, JsonPlace(), 0);
}

}  // namespace anthropic::inline v0

namespace anthropic::internal {

bool fits_schema(const Json& value, const Json& part, const Json& root, std::size_t& steps) {
  return !SchemaMatch(root, NullMember::is_a_value, steps).find(value, part, JsonPlace(), 0);
}

}  // namespace anthropic::internal
