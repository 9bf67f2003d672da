#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <anthropic/json.hpp>
#include <anthropic/result.hpp>

// JSON Schema, as much of it as describes what Claude is to answer: type, properties, required,
// additionalProperties, items, prefixItems, enum, const, anyOf, oneOf, allOf, minItems, maxItems, minLength, maxLength,
// minimum, maximum, exclusiveMinimum, exclusiveMaximum, and $ref to a place in the same document. Other
// keywords are allowed and ignored. https://json-schema.org/draft/2020-12/json-schema-validation
//
// parse() and the tool runner check answers and inputs with it. Any thread may call these.

namespace anthropic::inline v0 {

/// Whether this is a schema. Fails with bad_request and names the place: "schema.properties.age.type: …".
/// `where` is what the message calls the root.
Result<void> check_json_schema(const Json& schema, std::string_view where = "schema");

/// What a null means as the value of a member that is not required.
enum class NullMember : std::uint8_t {
  is_a_value,  ///< As JSON Schema says.
  is_absent,   ///< What a C++ type with std::optional understands.
};

/// Where a value does not fit a schema that passed check_json_schema(), and why: "cities[2].name is null, not
/// a string". Empty if it fits.
std::optional<std::string> find_schema_mismatch(const Json& value, const Json& schema,
                                                NullMember null_member = NullMember::is_a_value);

}  // namespace anthropic::inline v0
