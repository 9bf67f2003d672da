#include "local/checks/json_check.hpp"

#include <algorithm>

#include "base/text/text.hpp"

namespace anthropic::internal::local {

Checked only_members(const Json& object, std::string_view where,
                     std::initializer_list<std::string_view> known) {
  for (const Json::Member& member : object.members()) {
    if (std::find(known.begin(), known.end(), member.name) == known.end())
      return complaint(place(where, member.name), "Extra inputs are not permitted");
  }
  return std::nullopt;
}

Checked is_valid_string(const Json& value, std::string_view where) {
  if (value.is_string()) return std::nullopt;
  return complaint(where, "Input should be a valid string");
}

Checked is_valid_boolean(const Json& value, std::string_view where) {
  if (value.is_bool()) return std::nullopt;
  return complaint(where, "Input should be a valid boolean");
}

Checked is_valid_list(const Json& value, std::string_view where) {
  if (value.is_array()) return std::nullopt;
  return complaint(where, "Input should be a valid list");
}

Checked is_valid_object(const Json& value, std::string_view where) {
  if (value.is_object()) return std::nullopt;
  return complaint(where, "Input should be an object");
}

Checked is_integer_from(const Json& value, std::string_view where, std::int64_t minimum) {
  const std::optional<std::int64_t> number = value.as_int64();
  if (!number) return complaint(where, "Input should be a valid integer");
  if (*number < minimum)
    return complaint(where, "Input should be greater than or equal to " + std::to_string(minimum));
  return std::nullopt;
}

Checked is_fraction(const Json& value, std::string_view where) {
  const std::optional<double> number = value.as_double();
  if (!number) return complaint(where, "Input should be a valid number");
  if (*number < 0) return complaint(where, "Input should be greater than or equal to 0");
  if (*number > 1) return complaint(where, "Input should be less than or equal to 1");
  return std::nullopt;
}

Checked requires_string(const Json& object, std::string_view where, std::string_view name) {
  const Json* value = object.find(name);
  if (!value) return complaint(place(where, name), "Field required");
  return is_valid_string(*value, place(where, name));
}

bool is_blank(std::string_view text) {
  return trim(text).empty();
}

}  // namespace anthropic::internal::local
