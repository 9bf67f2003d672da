#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <anthropic/json_schema.hpp>

namespace anthropic::internal {

/// The schema that a "$ref" of the same document points to; null if there is none.
const Json* find_schema_reference(const Json& root, std::string_view reference);

/// Whether a value fits a part of a document, whose references point into `root`. Each comparison takes one of
/// `steps`; where none is left, it does not.
bool fits_schema(const Json& value, const Json& part, const Json& root, std::size_t& steps);

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

}  // namespace anthropic::internal
