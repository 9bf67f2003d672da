#include "aws/services/shapes.hpp"

#include <climits>
#include <cmath>

#include "base/crypto/encoding.hpp"
#include "base/text/text.hpp"
#include "base/time/time_format.hpp"

namespace anthropic::internal::aws {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

long long milliseconds_of(SystemTime time) {
  return std::chrono::floor<milliseconds>(time.time_since_epoch()).count();
}

// Empty beyond what the clock can hold: about 290 years from 1970.
std::optional<SystemTime> time_of_milliseconds(double count) {
  if (!(std::abs(count) < 9e12)) return std::nullopt;
  return SystemTime(duration_cast<SystemTime::duration>(milliseconds(std::llround(count))));
}

}  // namespace

Result<void> check_given(std::string_view member, std::string_view value) {
  return value.empty() ? Result<void>(bad_request_error(std::string(member) + " is empty")) : Result<void>();
}

Error incomplete_answer(std::string_view operation, std::string_view missing) {
  return Error{.kind = ErrorKind::response_validation,
               .message = "the answer to " + std::string(operation) + " has no " + std::string(missing)};
}

void set_list(Json& object, std::string_view name, const std::vector<std::string>& values) {
  if (values.empty()) return;
  Json array = Json::array();
  for (const std::string& value : values) array.push_back(value);
  object.set(name, std::move(array));
}

void set_map(Json& object, std::string_view name, const std::map<std::string, std::string>& values) {
  if (values.empty()) return;
  Json members = Json::object();
  for (const auto& [key, value] : values) members.set(key, value);
  object.set(name, std::move(members));
}

void set_tags(Json& object, std::string_view name, const std::map<std::string, std::string>& tags,
              std::string_view key, std::string_view value) {
  if (tags.empty()) return;
  Json array = Json::array();
  for (const auto& [tag_key, tag_value] : tags) {
    array.push_back(Json::object({{std::string(key), tag_key}, {std::string(value), tag_value}}));
  }
  object.set(name, std::move(array));
}

Json epoch_seconds(SystemTime time) {
  const long long count = milliseconds_of(time);
  if (count % 1000 == 0) return count / 1000;
  return static_cast<double>(count) / 1000;
}

Json epoch_milliseconds(SystemTime time) {
  return milliseconds_of(time);
}

std::optional<std::string> optional_text(const Json& value) {
  const auto text = value.as_string();
  if (!text) return std::nullopt;
  return std::string(*text);
}

std::vector<std::string> texts_in(const Json& array) {
  std::vector<std::string> texts;
  for (const Json& item : array.items()) texts.push_back(item.string_or(""));
  return texts;
}

std::optional<int> optional_int(const Json& value) {
  const auto number = value.as_int64();
  if (!number || *number < INT_MIN || *number > INT_MAX) return std::nullopt;
  return static_cast<int>(*number);
}

std::optional<SystemTime> time_in(const Json& value) {
  if (const auto text = value.as_string()) {
    const auto time = parse_iso8601(*text);
    return time ? time : parse_http_date(*text);
  }
  const auto seconds = value.as_double();
  return seconds ? time_of_seconds(*seconds) : std::nullopt;
}

std::optional<SystemTime> time_of_seconds(double seconds) {
  return time_of_milliseconds(seconds * 1000);
}

std::optional<SystemTime> time_in_milliseconds(const Json& value) {
  const auto count = value.as_double();
  return count ? time_of_milliseconds(*count) : std::nullopt;
}

Result<std::string> bytes_in(const Json& value, std::string_view operation) {
  if (value.is_null()) return std::string();
  const auto text = value.as_string();
  auto bytes = text ? base64_decode(*text) : std::nullopt;
  if (bytes) return *std::move(bytes);
  return Error{.kind = ErrorKind::response_validation,
               .message = "the answer to " + std::string(operation) + " holds bytes that are not base64"};
}

std::optional<std::string> optional_text(const Xml& parent, std::string_view child) {
  if (!parent.contains(child)) return std::nullopt;
  return parent[child].text;
}

std::optional<int> optional_int(const Xml& parent, std::string_view child) {
  const auto number = parse_integer(parent[child].text);
  if (!number || *number < 0 || *number > INT_MAX) return std::nullopt;
  return static_cast<int>(*number);
}

std::vector<std::string> texts_in(const Xml& parent, std::string_view item) {
  std::vector<std::string> texts;
  for (const Xml* child : parent.all(item)) texts.push_back(child->text);
  return texts;
}

}  // namespace anthropic::internal::aws
