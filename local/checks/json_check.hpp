#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include <anthropic/json.hpp>

#include "local/server/refusal.hpp"

// Checks that say what is wrong in the words of the Messages API: "max_tokens: Field required".

namespace anthropic::internal::local {

using Checked = std::optional<Refusal>;

inline std::string place(std::string_view parent, std::string_view name) {
  std::string out(parent);
  if (!out.empty()) out += '.';
  out += name;
  return out;
}
inline std::string place(std::string_view parent, std::size_t index) {
  return place(parent, std::to_string(index));
}

inline Refusal complaint(std::string_view where, std::string_view what) {
  return refuse_input(std::string(where) + ": " + std::string(what));
}

/// Refuses a member that is not in the list.
Checked only_members(const Json& object, std::string_view where,
                     std::initializer_list<std::string_view> known);
Checked is_valid_string(const Json& value, std::string_view where);
Checked is_valid_boolean(const Json& value, std::string_view where);
Checked is_valid_list(const Json& value, std::string_view where);
Checked is_valid_object(const Json& value, std::string_view where);
/// A whole number, at least `minimum`.
Checked is_integer_from(const Json& value, std::string_view where, std::int64_t minimum);
/// A number from 0 to 1.
Checked is_fraction(const Json& value, std::string_view where);
/// A member that must be there and be a string.
Checked requires_string(const Json& object, std::string_view where, std::string_view name);
/// Nothing but white space.
bool is_blank(std::string_view text);

}  // namespace anthropic::internal::local
