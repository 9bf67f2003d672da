#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/json.hpp>

#include "base/errors.hpp"
#include "base/public_names.hpp"
#include "base/time/clock.hpp"
#include "wire/aws/xml.hpp"

// Reading and writing the shapes that AWS's services have in common. What is absent stays absent.

namespace anthropic::internal::aws {

/// Refuses an empty text that a call cannot do without.
Result<void> check_given(std::string_view member, std::string_view value);
/// The answer lacks what the service promises.
Error incomplete_answer(std::string_view operation, std::string_view missing);
/// Of a call whose answer says no more than that it succeeded.
template <class Answer>
Result<void> without_output(const Result<Answer>& answer) {
  return answer ? Result<void>() : answer.error();
}

template <class T>
void set_optional(Json& object, std::string_view name, const std::optional<T>& value) {
  if (value) object.set(name, Json(*value));
}
/// Nothing if the list, or the map, is empty.
void set_list(Json& object, std::string_view name, const std::vector<std::string>& values);
void set_map(Json& object, std::string_view name, const std::map<std::string, std::string>& values);
/// The same as an array of {"Key": …, "Value": …}.
void set_tags(Json& object, std::string_view name, const std::map<std::string, std::string>& tags,
              std::string_view key = "Key", std::string_view value = "Value");
/// Seconds since 1970, with a fraction where there is one.
Json epoch_seconds(SystemTime time);
/// Milliseconds since 1970.
Json epoch_milliseconds(SystemTime time);

std::optional<std::string> optional_text(const Json& value);
std::vector<std::string> texts_in(const Json& array);
std::optional<int> optional_int(const Json& value);
/// Of seconds since 1970, or of text in ISO 8601 or as HTTP writes it; empty if it is none of these.
std::optional<SystemTime> time_in(const Json& value);
/// Of seconds since 1970; empty beyond what the clock can hold.
std::optional<SystemTime> time_of_seconds(double seconds);
std::optional<SystemTime> time_in_milliseconds(const Json& value);
/// Bytes of base64. An absent value reads as no bytes; what is no base64 is an error of that operation.
Result<std::string> bytes_in(const Json& value, std::string_view operation);

/// The text of a child; empty if there is none.
std::optional<std::string> optional_text(const Xml& parent, std::string_view child);
/// The whole number in a child; empty if there is none, or a negative or huge one.
std::optional<int> optional_int(const Xml& parent, std::string_view child);
/// The texts of `parent`'s children named `item`.
std::vector<std::string> texts_in(const Xml& parent, std::string_view item = "member");

}  // namespace anthropic::internal::aws
