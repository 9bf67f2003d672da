#include <array>

#include "base/errors.hpp"
#include "wire/json/place.hpp"
#include "wire/messages/check/request_check.hpp"
#include "wire/schema/json_schema.hpp"

namespace anthropic::internal {

namespace {

constexpr std::size_t kDeepestSchema = 200;

constexpr std::array<std::string_view, 7> kTypes = {"object",  "array",   "string", "number",
                                                    "integer", "boolean", "null"};

bool is_type_name(const Json& json) {
  for (const std::string_view type : kTypes) {
    if (json.as_string() == type) return true;
  }
  return false;
}

class SchemaCheck {
 public:
  SchemaCheck(const Json& root, std::string_view where) : root_(root), where_(where) {}

  Result<void> schema(const Json& schema, const JsonPlace& place) {
    if (place.depth() > kDeepestSchema) return complain(place, "is nested too deep");
    if (schema.is_bool() && place.depth() > 0) return {};
    if (!schema.is_object()) return complain(place, "must be a JSON object, a schema");
    for (const Json::Member& member : schema.members()) {
      auto checked = keyword(schema, member, JsonPlace(place, member.name));
      if (!checked) return checked;
    }
    return {};
  }

 private:
  Error complain(const JsonPlace& place, std::string_view what) const {
    return bad_request_error(place.path(where_) + ": " + std::string(what),
                             "See https://json-schema.org/learn.");
  }

  Result<void> keyword(const Json& schema, const Json::Member& member, const JsonPlace& place) {
    const std::string_view name = member.name;
    const Json& value = member.value;
    if (name == "type") return type(value, place);
    if (name == "properties" || name == "$defs" || name == "definitions")
      return schemas_by_name(value, place);
    if (name == "items" || name == "additionalProperties") return this->schema(value, place);
    if (name == "anyOf" || name == "oneOf" || name == "allOf" || name == "prefixItems")
      return alternatives(value, place);
    if (name == "required") return required(schema, value, place);
    if (name == "enum") return enumeration(value, place);
    if (name == "$ref") return reference(value, place);
    if (name == "minItems" || name == "maxItems" || name == "minLength" || name == "maxLength")
      return count(value, place);
    if (name == "minimum" || name == "maximum" || name == "exclusiveMinimum" || name == "exclusiveMaximum")
      return value.is_number() ? Result<void>() : complain(place, "must be a number");
    if (name == "description" || name == "title" || name == "pattern" || name == "format")
      return value.is_string() ? Result<void>() : complain(place, "must be a text");
    return {};
  }

  Result<void> type(const Json& value, const JsonPlace& place) const {
    bool known = is_type_name(value) || (value.is_array() && !value.empty());
    for (const Json& item : value.items()) known = known && is_type_name(item);
    if (known) return {};
    return complain(place, "is " + value.dump() +
                               ", not one of \"object\", \"array\", \"string\", \"number\", \"integer\", "
                               "\"boolean\" and \"null\", nor a list of them");
  }

  Result<void> schemas_by_name(const Json& value, const JsonPlace& place) {
    if (!value.is_object()) return complain(place, "must be an object of schemas, each by its name");
    for (const Json::Member& member : value.members()) {
      auto checked = schema(member.value, JsonPlace(place, member.name));
      if (!checked) return checked;
    }
    return {};
  }

  Result<void> alternatives(const Json& value, const JsonPlace& place) {
    if (!value.is_array() || value.empty()) return complain(place, "must be a list of at least one schema");
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (auto checked = schema(value[i], JsonPlace(place, i)); !checked) return checked;
    }
    return {};
  }

  Result<void> required(const Json& schema, const Json& value, const JsonPlace& place) const {
    if (!value.is_array()) return complain(place, "must be a list of the names of members");
    const bool is_closed = schema["additionalProperties"].as_bool() == false;
    for (std::size_t i = 0; i < value.size(); ++i) {
      const auto name = value[i].as_string();
      if (!name) return complain(JsonPlace(place, i), "must be a text, the name of a member");
      if (is_closed && !schema["properties"].contains(*name))
        return complain(JsonPlace(place, i), "\"" + std::string(*name) + "\" is not among the properties");
      for (std::size_t before = 0; before < i; ++before) {
        if (value[before] == value[i])
          return complain(JsonPlace(place, i), "\"" + std::string(*name) + "\" is there twice");
      }
    }
    return {};
  }

  Result<void> enumeration(const Json& value, const JsonPlace& place) const {
    if (value.is_array() && !value.empty()) return {};
    return complain(place, "must be a list of at least one value");
  }

  Result<void> count(const Json& value, const JsonPlace& place) const {
    if (value.as_int64().value_or(-1) >= 0) return {};
    return complain(place, "must be a whole number, 0 or more");
  }

  /// A reference that leads, by references alone, to itself, means nothing.
  Result<void> reference(const Json& value, const JsonPlace& place) const {
    const Json* target = &value;
    for (std::size_t steps = 0; steps < kDeepestSchema; ++steps) {
      const auto text = target->as_string();
      if (!text) return complain(place, "must be a text such as \"#/$defs/city\"");
      const Json* found = find_schema_reference(root_, *text);
      if (!found) return complain(place, "\"" + std::string(*text) + "\" is not a place in this schema");
      target = found->find("$ref");
      if (!target) return {};
    }
    return complain(place, "leads back to itself");
  }

  const Json& root_;
  const std::string_view where_;
};

/// One step of a JSON pointer (RFC 6901), unescaped.
std::string pointer_step(std::string_view step) {
  std::string out;
  for (std::size_t i = 0; i < step.size(); ++i) {
    const bool escaped = step[i] == '~' && i + 1 < step.size();
    out += !escaped ? step[i] : step[++i] == '1' ? '/' : '~';
  }
  return out;
}

}  // namespace

const Json* find_schema_reference(const Json& root, std::string_view reference) {
  if (!reference.starts_with('#')) return nullptr;
  reference.remove_prefix(1);
  const Json* at = &root;
  while (at && reference.starts_with('/')) {
    reference.remove_prefix(1);
    const std::size_t end = std::min(reference.find('/'), reference.size());
    at = at->find(pointer_step(reference.substr(0, end)));
    reference.remove_prefix(end);
  }
  const bool is_schema = at && reference.empty() && (at->is_object() || at->is_bool());
  return is_schema ? at : nullptr;
}

}  // namespace anthropic::internal

namespace anthropic::inline v0 {

using namespace internal;

Result<void> check_json_schema(const Json& schema, std::string_view where) {
  return SchemaCheck(schema, where).schema(schema, JsonPlace());
}

}  // namespace anthropic::inline v0
