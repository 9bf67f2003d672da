#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <anthropic/json.hpp>

// JSON Schema, as much of it as describes what Claude is to answer: type, properties, required,
// additionalProperties, items, enum, const, anyOf, oneOf, allOf, minItems, maxItems, minLength, maxLength,
// minimum, maximum, exclusiveMinimum, exclusiveMaximum, and $ref to a place in the same document. Other
// keywords are let through and not looked at.
// https://json-schema.org/draft/2020-12/json-schema-validation

namespace anthropic {

/// Whether this is a schema. Fails with bad_request, naming the place: "schema.properties.age.type: …".
/// `where` is what the message calls the root.
Result<void> check_json_schema(const Json& schema, std::string_view where = "schema");

/// What a null means as the value of a member that is not required.
enum class NullMember : std::uint8_t {
  is_a_value,  ///< As JSON Schema says.
  is_absent,   ///< What a C++ type with std::optional understands.
};

/// Where a value does not fit a schema that check_json_schema() let through, and why: "cities[2].name is
/// null, not a string". Empty if it fits.
std::optional<std::string> find_schema_mismatch(const Json& value, const Json& schema,
                                                NullMember null_member = NullMember::is_a_value);

/// The schema that a "$ref" of the same document points to; null if there is none.
const Json* find_schema_reference(const Json& root, std::string_view reference);

/// A schema in the form that `output_config.format` takes.
struct OutputFormatSchema {
  Json schema = {};
  /// What in it the format cannot express, and where; empty if it can express all of it.
  std::string not_expressible = {};
};

/// Closes every object to further members, and moves what the format does not take (bounds, patterns …) into
/// "description", where Claude reads it. An answer must be checked against the schema as it was.
/// https://docs.claude.com/en/docs/build-with-claude/structured-outputs
OutputFormatSchema output_format_schema(const Json& schema);

}  // namespace anthropic
