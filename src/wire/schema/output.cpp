#include <algorithm>
#include <array>
#include <vector>

#include "base/contains.hpp"
#include "wire/json/place.hpp"
#include "wire/schema/json_schema.hpp"

namespace anthropic::internal {
namespace {

constexpr std::array<std::string_view, 10> kFormats = {"date-time", "time", "date", "duration", "email",
                                                       "hostname",  "uri",  "ipv4", "ipv6",     "uuid"};

bool is_scalar(const Json& json) {
  return !json.is_array() && !json.is_object();
}

bool allows_type(const Json& schema, std::string_view name) {
  const Json& type = schema["type"];
  return type.as_string() == name || contains(type.items(), Json(name));
}

/// What is left of a keyword for the reader of a description: "minimum 1".
void note(std::string_view keyword, const Json& value, std::string& notes) {
  if (!notes.empty()) notes += ", ";
  notes += keyword;
  notes += ' ';
  notes += value.dump();
}

class OutputFormat {
 public:
  explicit OutputFormat(const Json& root) : root_(root) {}

  Json schema(const Json& from, const JsonPlace& place) {
    if (!from.is_object()) return give_up(place, "may be anything", from);
    if (const Json* reference = from.find("$ref")) return this->reference(*reference, from, place);
    Json to = Json::object();
    std::string notes;
    for (const Json::Member& member : from.members()) keyword(member, place, to, notes);
    if (allows_type(from, "object")) close(from, place, to);
    if (!says_a_type(from)) return give_up(place, "may be anything", from);
    if (notes.empty()) return to;
    std::string description = to["description"].string_or("");
    if (!description.empty()) description += "\n\n";
    to.set("description", description + "Constraints: " + notes + ".");
    return to;
  }

  std::string take_complaint() { return std::move(complaint_); }

 private:
  Json give_up(const JsonPlace& place, std::string_view why, const Json& from) {
    if (complaint_.empty()) complaint_ = place.path("schema") + " " + std::string(why);
    return from;
  }

  static bool says_a_type(const Json& from) {
    return from.contains("type") || from.contains("anyOf") || from.contains("oneOf") ||
           from.contains("enum") || from.contains("const");
  }

  void keyword(const Json::Member& member, const JsonPlace& place, Json& to, std::string& notes) {
    const std::string_view name = member.name;
    const Json& value = member.value;
    const JsonPlace here(place, name);
    if (name == "properties" || name == "$defs" || name == "definitions") {
      Json schemas = Json::object();
      for (const Json::Member& one : value.members())
        schemas.set(one.name, schema(one.value, JsonPlace(here, one.name)));
      to.set(name, std::move(schemas));
    } else if (name == "items") {
      to.set(name, schema(value, here));
    } else if (name == "anyOf" || name == "oneOf") {
      Json schemas = Json::array();
      for (std::size_t i = 0; i < value.size(); ++i) schemas.push_back(schema(value[i], JsonPlace(here, i)));
      to.set("anyOf", std::move(schemas));
    } else if (name == "allOf") {
      give_up(here, "joins schemas", value);
    } else if (name == "additionalProperties") {
      if (value.as_bool() != false) give_up(place, "may have members of any name", value);
    } else if (name == "enum") {
      if (!std::all_of(value.items().begin(), value.items().end(), is_scalar))
        give_up(here, "lists arrays or objects", value);
      to.set(name, value);
    } else if (name == "const") {
      if (!is_scalar(value)) give_up(here, "is an array or object", value);
      to.set(name, value);
    } else if (name == "type" || name == "required" || name == "title" || name == "description" ||
               is_taken(name, value)) {
      to.set(name, value);
    } else if (name != "$schema" && name != "$id" && name != "$comment") {
      note(name, value, notes);
    }
  }

  static bool is_taken(std::string_view name, const Json& value) {
    if (name == "minItems") return value.as_int64() == 0 || value.as_int64() == 1;
    return name == "format" && contains(kFormats, value.as_string().value_or(""));
  }

  void close(const Json& from, const JsonPlace& place, Json& to) {
    if (!from.contains("properties") && from["additionalProperties"].as_bool() != false)
      give_up(place, "is an object whose members are not said", from);
    to.set("additionalProperties", false);
  }

  /// What a reference leads to is transformed where it stands. It must not lead back here.
  Json reference(const Json& reference, const Json& from, const JsonPlace& place) {
    const std::string name = reference.string_or("");
    const Json* target = find_schema_reference(root_, name);
    const bool is_definition = name.starts_with("#/$defs/") || name.starts_with("#/definitions/");
    if (!target || !is_definition) return give_up(place, "refers to a place that is no definition", from);
    if (leads_to(*target, target)) return give_up(place, "refers to a schema that contains itself", from);
    Json to = Json::object({{"$ref", name}});
    // The definitions stand beside the reference where that is the whole schema.
    for (const char* definitions : {"$defs", "definitions"}) {
      if (!from.contains(definitions)) continue;
      std::string no_notes;
      keyword({definitions, from[definitions]}, place, to, no_notes);
    }
    return to;
  }

  /// Whether references within `schema` lead to the schema `wanted`.
  bool leads_to(const Json& schema, const Json* wanted) {
    visited_.clear();
    return reaches(schema, wanted);
  }

  bool reaches(const Json& json, const Json* wanted) {
    if (const auto name = json["$ref"].as_string()) {
      const Json* target = find_schema_reference(root_, *name);
      if (target == wanted) return true;
      if (target && !contains(visited_, target)) {
        visited_.push_back(target);
        if (reaches(*target, wanted)) return true;
      }
    }
    for (const Json& item : json.items()) {
      if (reaches(item, wanted)) return true;
    }
    for (const Json::Member& member : json.members()) {
      if (reaches(member.value, wanted)) return true;
    }
    return false;
  }

  const Json& root_;
  std::vector<const Json*> visited_;
  std::string complaint_;
};

}  // namespace

OutputFormatSchema output_format_schema(const Json& schema) {
  OutputFormat format(schema);
  Json transformed = format.schema(schema, JsonPlace());
  return {std::move(transformed), format.take_complaint()};
}

}  // namespace anthropic::internal
