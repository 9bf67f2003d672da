#include <charconv>
#include <cmath>

#include <anthropic/json.hpp>

#include "base/process/never_destroyed.hpp"

namespace anthropic::internal {

static bool same_object(const Json& a, const Json& b) {
  for (const Json::Member& member : a.members()) {
    const Json* other = b.find(member.name);
    if (!other || !(*a.find(member.name) == *other)) return false;
  }
  return true;
}

}  // namespace anthropic::internal

namespace anthropic::inline v0 {

using namespace internal;

Json::Json() noexcept : value_(nullptr) {}

Json::Json(std::nullptr_t) noexcept : value_(nullptr) {}

Json::Json(bool value) noexcept : value_(value) {}

Json::Json(const char* text) : value_(std::string(text)) {}

Json::Json(std::string text) noexcept : value_(std::move(text)) {}

Json::Json(std::string_view text) : value_(std::string(text)) {}

Json::Json(Array items) noexcept : value_(std::move(items)) {}

Json::Json(Object members) noexcept : value_(std::move(members)) {}

Json::Json(const Json&) = default;

Json::Json(Json&&) noexcept = default;
Json& Json::operator=(const Json&) = default;
Json& Json::operator=(Json&&) noexcept = default;
Json::~Json() = default;

Json::Json(Number, std::int64_t value, bool fits) {
  if (fits) {
    value_ = value;
  } else {
    value_ = NumberText{std::to_string(static_cast<std::uint64_t>(value))};
  }
}

Json::Json(double value) : value_(nullptr) {
  if (!std::isfinite(value)) return;
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  *this = number(std::string(digits, end));
}

Json Json::object(std::initializer_list<Member> members) {
  return Json(Object(members));
}

Json Json::object() {
  return Json(Object{});
}

Json Json::array(std::initializer_list<Json> items) {
  return Json(Array(items));
}

Json Json::array() {
  return Json(Array{});
}

Json Json::number(std::string text) {
  Json json;
  std::int64_t whole = 0;
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, whole);
  // "-0" is kept as text: as an integer it would lose its sign.
  if (parsed.ec == std::errc() && parsed.ptr == end && text != "-0") {
    json.value_ = whole;
  } else {
    json.value_ = NumberText{std::move(text)};
  }
  return json;
}

Json::Type Json::type() const noexcept {
  static constexpr Type types[] = {Type::null,   Type::boolean, Type::number, Type::number,
                                   Type::string, Type::array,   Type::object};
  return types[value_.index()];
}

std::optional<bool> Json::as_bool() const noexcept {
  const bool* value = std::get_if<bool>(&value_);
  return value ? std::optional(*value) : std::nullopt;
}

std::optional<std::int64_t> Json::as_int64() const noexcept {
  if (const auto* whole = std::get_if<std::int64_t>(&value_)) return *whole;
  if (!std::holds_alternative<NumberText>(value_)) return std::nullopt;
  const double value = *as_double();
  if (value != std::floor(value) || std::fabs(value) >= 9007199254740992.0) return std::nullopt;
  return static_cast<std::int64_t>(value);
}

std::optional<double> Json::as_double() const noexcept {
  if (const auto* whole = std::get_if<std::int64_t>(&value_)) return static_cast<double>(*whole);
  const auto* number = std::get_if<NumberText>(&value_);
  if (!number) return std::nullopt;
  double value = 0;
  const auto parsed = std::from_chars(number->text.data(), number->text.data() + number->text.size(), value);
  if (parsed.ec != std::errc::result_out_of_range) return value;
  // from_chars leaves the value alone when it does not fit: 1e400 reads as infinity, 1e-400 as zero.
  const bool tiny =
      number->text.find("e-") != std::string::npos || number->text.find("E-") != std::string::npos;
  return tiny ? 0.0 : number->text.front() == '-' ? -HUGE_VAL : HUGE_VAL;
}

std::optional<std::string_view> Json::as_string() const noexcept {
  const auto* text = std::get_if<std::string>(&value_);
  return text ? std::optional<std::string_view>(*text) : std::nullopt;
}

std::string Json::number_text() const {
  if (const auto* whole = std::get_if<std::int64_t>(&value_)) return std::to_string(*whole);
  const auto* number = std::get_if<NumberText>(&value_);
  return number ? number->text : std::string();
}

std::string Json::string_or(std::string_view fallback) const {
  return std::string(as_string().value_or(fallback));
}

const Json::Array& Json::items() const noexcept {
  static const NeverDestroyed<Array> none;
  const Array* items = std::get_if<Array>(&value_);
  return items ? *items : *none;
}

const Json::Object& Json::members() const noexcept {
  static const NeverDestroyed<Object> none;
  const Object* members = std::get_if<Object>(&value_);
  return members ? *members : *none;
}

std::size_t Json::size() const noexcept {
  return is_array() ? items().size() : members().size();
}

const Json* Json::find(std::string_view name) const noexcept {
  const Object& all = members();
  for (std::size_t i = all.size(); i-- > 0;) {
    if (all[i].name == name) return &all[i].value;
  }
  return nullptr;
}

Json* Json::find(std::string_view name) noexcept {
  return const_cast<Json*>(static_cast<const Json*>(this)->find(name));
}

const Json& Json::operator[](std::string_view name) const noexcept {
  static const NeverDestroyed<Json> null;
  const Json* found = find(name);
  return found ? *found : *null;
}

const Json& Json::operator[](std::size_t index) const noexcept {
  static const NeverDestroyed<Json> null;
  return index < items().size() ? items()[index] : *null;
}

Json& Json::set(std::string_view name, Json value) {
  if (!is_object()) value_ = Object{};
  if (Json* found = find(name)) return *found = std::move(value);
  Object& members = *std::get_if<Object>(&value_);
  members.push_back({std::string(name), std::move(value)});
  return members.back().value;
}

bool Json::erase(std::string_view name) {
  Object* members = std::get_if<Object>(&value_);
  return members && std::erase_if(*members, [&](const Member& member) { return member.name == name; }) > 0;
}

Json& Json::push_back(Json value) {
  if (!is_array()) value_ = Array{};
  return std::get_if<Array>(&value_)->emplace_back(std::move(value));
}

std::string& Json::mutable_string() {
  if (!is_string()) value_ = std::string();
  return *std::get_if<std::string>(&value_);
}

bool operator==(const Json& a, const Json& b) {
  if (a.type() != b.type()) return false;
  switch (a.type()) {
    case Json::Type::null:
      return true;
    case Json::Type::boolean:
      return a.as_bool() == b.as_bool();
    case Json::Type::number:
      return a.number_text() == b.number_text() || a.as_double() == b.as_double();
    case Json::Type::string:
      return a.as_string() == b.as_string();
    case Json::Type::array:
      return a.items() == b.items();
    case Json::Type::object:
      return same_object(a, b) && same_object(b, a);
  }
  return false;
}

}  // namespace anthropic::inline v0
