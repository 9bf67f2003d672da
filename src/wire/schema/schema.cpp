#include <anthropic/schema.hpp>

namespace anthropic::inline v0 {

namespace {

std::string shape_of(const Json& json) {
  if (json.is_object()) return "an object";
  if (json.is_array()) return "an array";
  if (json.is_string()) return "a string";
  return json.dump();
}

bool is_not(const Json& json, std::string_view expected, JsonReading& reading) {
  return reading.fail("is " + shape_of(json) + ", not " + std::string(expected));
}

}  // namespace

bool JsonReading::fail(std::string_view complaint) {
  if (error_.kind != ErrorKind::none) return false;
  error_ = {.kind = ErrorKind::response_validation,
            .type = "schema_mismatch",
            .message = (path_.empty() ? "the whole value" : path_) + " " + std::string(complaint)};
  return false;
}

void JsonReading::enter(std::string_view member) {
  lengths_.push_back(path_.size());
  if (!path_.empty()) path_ += '.';
  path_ += member;
}

void JsonReading::enter(std::size_t item) {
  lengths_.push_back(path_.size());
  path_ += "[" + std::to_string(item) + "]";
}

void JsonReading::leave() {
  path_.resize(lengths_.back());
  lengths_.pop_back();
}

bool ObjectMembers::read(const Json& json, void* object, JsonReading& reading) const {
  if (!json.is_object()) return is_not(json, "an object", reading);
  for (const Member& member : members_) {
    const Json* value = json.find(member.name);
    if (!member.required && (!value || value->is_null())) continue;
    reading.enter(member.name);
    if (!value) return reading.fail("is missing");
    if (!member.read(*value, object, reading)) return false;
    reading.leave();
  }
  return true;
}

Json SchemaWriting::object(const ObjectMembers& description) {
  for (Open& open : open_) {
    if (open.description != &description) continue;
    if (open.name.empty()) {
      open.name = "object" + std::to_string(definitions_.size() + 1);
      definitions_.set(open.name, nullptr);
    }
    return Json::object({{"$ref", "#/$defs/" + open.name}});
  }

  open_.push_back({&description, {}});
  Json properties = Json::object();
  Json required = Json::array();
  for (const ObjectMembers::Member& member : description.members()) {
    Json schema = member.schema(*this);
    if (!member.description.empty()) schema.set("description", member.description);
    for (const Json::Member& keyword : member.constraints.members()) schema.set(keyword.name, keyword.value);
    properties.set(member.name, std::move(schema));
    if (member.required) required.push_back(member.name);
  }
  const std::string name = std::move(open_.back().name);
  open_.pop_back();
  Json schema = Json::object({{"type", "object"},
                              {"properties", std::move(properties)},
                              {"required", std::move(required)},
                              {"additionalProperties", false}});
  if (name.empty()) return schema;
  definitions_.set(name, std::move(schema));
  return Json::object({{"$ref", "#/$defs/" + name}});
}

Json SchemaWriting::finish(Json root) {
  if (definitions_.empty()) return root;
  // A tool's schema must say at its root that it is an object.
  const std::string reference = root["$ref"].string_or("");
  if (!reference.empty()) root = Json(definitions_[std::string_view(reference).substr(8)]);
  root.set("$defs", std::move(definitions_));
  return root;
}

Json scalar_schema(std::string_view type) {
  return Json::object({{"type", type}});
}

Json integer_schema(bool is_signed) {
  Json schema = scalar_schema("integer");
  if (!is_signed) schema.set("minimum", 0);
  return schema;
}

Json array_schema(Json items) {
  return Json::object({{"type", "array"}, {"items", std::move(items)}});
}

Json enum_schema(const std::vector<std::string>& names) {
  Json values = Json::array();
  for (const std::string& name : names) values.push_back(name);
  return Json::object({{"type", "string"}, {"enum", std::move(values)}});
}

std::optional<std::int64_t> read_integer(const Json& json, JsonReading& reading) {
  const auto value = json.as_int64();
  if (!value) is_not(json, "a whole number", reading);
  return value;
}

std::optional<double> read_number(const Json& json, JsonReading& reading) {
  const auto value = json.as_double();
  if (!value) is_not(json, "a number", reading);
  return value;
}

std::optional<std::size_t> read_enum(const Json& json, const std::vector<std::string>& names,
                                     JsonReading& reading) {
  const auto text = json.as_string();
  std::string listed;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (text == names[i]) return i;
    listed += (listed.empty() ? "\"" : ", \"") + names[i] + "\"";
  }
  reading.fail("is " + (text ? json.dump() : shape_of(json)) + ", not one of " + listed);
  return std::nullopt;
}

Json JsonType<bool>::schema(SchemaWriting&) {
  return scalar_schema("boolean");
}

bool JsonType<bool>::read(const Json& json, bool& value, JsonReading& reading) {
  const auto flag = json.as_bool();
  if (!flag) return is_not(json, "true or false", reading);
  value = *flag;
  return true;
}

Json JsonType<std::string>::schema(SchemaWriting&) {
  return scalar_schema("string");
}

bool JsonType<std::string>::read(const Json& json, std::string& value, JsonReading& reading) {
  const auto text = json.as_string();
  if (!text) return is_not(json, "a string", reading);
  value = std::string(*text);
  return true;
}

Json JsonType<Json>::schema(SchemaWriting&) {
  return Json::object();
}

bool JsonType<Json>::read(const Json& json, Json& value, JsonReading&) {
  value = json;
  return true;
}

}  // namespace anthropic::inline v0
