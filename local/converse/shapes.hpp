#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include <anthropic/json.hpp>

#include "local/checks/json_check.hpp"

// What a request of Converse is made of, as AWS's model of the service has it, and the check that AWS makes of
// every request before its service sees it.

namespace anthropic::internal::local {

struct Shape;

struct ShapeMember {
  std::string_view name;
  const Shape* shape;
  bool is_required = false;
};

struct ShapePattern {
  std::string_view text;  ///< the regular expression, as refusals quote it
  bool (*matches)(std::string_view);
};

struct Shape {
  enum class Kind : std::uint8_t {
    text,
    blob,
    integer,
    fraction,
    boolean,
    any,
    list,
    map,
    structure,
    choice
  };

  Kind kind;
  std::string_view name = {};           ///< Of a choice, which holds one of its members: "ContentBlock".
  std::optional<std::size_t> min = {};  ///< of a text's characters, a blob's, a list's items, an integer
  std::optional<std::size_t> max = {};
  const ShapePattern* pattern = nullptr;
  std::span<const std::string_view> values = {};  ///< All that a text may be; empty: anything.
  std::span<const ShapeMember> members = {};      ///< of a structure or a choice
  const Shape* item = nullptr;                    ///< of a list, or a map's values
  const Shape* key = nullptr;                     ///< of a map
};

extern const Shape kConverseRequest;

// Of other operations, too.
extern const Shape kGuardrailIdentifier;
extern const Shape kGuardrailVersion;
extern const Shape kGuardText;  ///< a text block in guardContent

/// Refuses what the shape does not allow, in AWS's words. Members that a structure does not know are ignored,
/// as AWS ignores them, and so is a null.
Checked check_shape(const Json& value, const Shape& shape);

}  // namespace anthropic::internal::local
