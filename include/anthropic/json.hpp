#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include <anthropic/lifetime_bound.hpp>
#include <anthropic/result.hpp>

namespace anthropic::inline v0 {

/// A JSON value that loses nothing: members keep their order, numbers keep every digit that was sent.
///
/// A value type: copying copies the whole tree. Reading never throws and never inserts; a missing member
/// reads as null, so that `json["usage"]["input_tokens"].as_int64()` is safe on any input.
class Json {
 public:
  enum class Type : std::uint8_t { null, boolean, number, string, array, object };

  struct Member;
  using Array = std::vector<Json>;
  using Object = std::vector<Member>;  ///< In the order written. Of repeated names the last one is read.

  Json() noexcept;
  Json(std::nullptr_t) noexcept;
  Json(bool value) noexcept;
  template <class Integer>
  requires(std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>) Json(Integer value)
      : Json(Number{}, static_cast<std::int64_t>(value),
             std::is_signed_v<Integer> || value <= static_cast<Integer>(INT64_MAX)) {}
  Json(double value);  ///< Written with the fewest digits that suffice; infinities and NaN become null.
  Json(const char* text);
  Json(std::string text) noexcept;
  Json(std::string_view text);
  Json(Array items) noexcept;
  Json(Object members) noexcept;

  Json(const Json&);
  Json(Json&&) noexcept;
  Json& operator=(const Json&);
  Json& operator=(Json&&) noexcept;
  ~Json();

  /// `Json::object({{"type", "text"}, {"text", prompt}})`
  static Json object(std::initializer_list<Member> members);
  static Json object();
  /// `Json::array({1, "two", nullptr})`
  static Json array(std::initializer_list<Json> items);
  static Json array();
  /// A number exactly as written, for example "1e400". The text must be a JSON number.
  static Json number(std::string text);

  /// Reads one JSON document (RFC 8259), at most 256 levels deep. Fails with ErrorKind::response_validation,
  /// and the message names the place.
  static Result<Json> parse(std::string_view text);

  Type type() const noexcept;
  bool is_null() const noexcept { return type() == Type::null; }
  bool is_string() const noexcept { return type() == Type::string; }
  bool is_number() const noexcept { return type() == Type::number; }
  bool is_object() const noexcept { return type() == Type::object; }
  bool is_array() const noexcept { return type() == Type::array; }
  bool is_bool() const noexcept { return type() == Type::boolean; }

  // Each is empty if the value has another type; as_int64 also if the number is not an integer in range.
  std::optional<bool> as_bool() const noexcept;
  std::optional<std::int64_t> as_int64() const noexcept;
  std::optional<double> as_double() const noexcept;
  /// Points into this value.
  std::optional<std::string_view> as_string() const noexcept ANTHROPIC_LIFETIME_BOUND;
  /// The digits as they were sent; empty if this is not a number.
  std::string number_text() const;

  /// The text, or `fallback` if this is no string.
  std::string string_or(std::string_view fallback) const;

  /// The items of an array; empty for any other type.
  const Array& items() const noexcept ANTHROPIC_LIFETIME_BOUND;
  /// The members of an object; empty for any other type.
  const Object& members() const noexcept ANTHROPIC_LIFETIME_BOUND;
  std::size_t size() const noexcept;  ///< How many items or members.
  bool empty() const noexcept { return size() == 0; }

  /// Null if absent or not an object.
  const Json* find(std::string_view name) const noexcept ANTHROPIC_LIFETIME_BOUND;
  Json* find(std::string_view name) noexcept ANTHROPIC_LIFETIME_BOUND;
  bool contains(std::string_view name) const noexcept { return find(name) != nullptr; }
  /// A null value if absent.
  const Json& operator[](std::string_view name) const noexcept ANTHROPIC_LIFETIME_BOUND;
  const Json& operator[](const char* name) const noexcept ANTHROPIC_LIFETIME_BOUND {
    return (*this)[std::string_view(name)];
  }
  /// A null value if out of range.
  const Json& operator[](std::size_t index) const noexcept ANTHROPIC_LIFETIME_BOUND;
  const Json& operator[](int index) const noexcept ANTHROPIC_LIFETIME_BOUND {
    return (*this)[static_cast<std::size_t>(index)];
  }

  /// Sets a member; an existing one keeps its place. A value that is no object becomes one first.
  Json& set(std::string_view name, Json value) ANTHROPIC_LIFETIME_BOUND;
  bool erase(std::string_view name);  ///< Whether it was there.
  /// Appends to an array. A value that is no array becomes an empty one first.
  Json& push_back(Json value) ANTHROPIC_LIFETIME_BOUND;
  /// The text of this string, to append to; a value that is no string becomes an empty one first.
  std::string& mutable_string() ANTHROPIC_LIFETIME_BOUND;

  /// Compact JSON text.
  std::string dump() const;
  void dump_to(std::string& out) const;
  /// Indented JSON text, for people.
  std::string pretty(int indent = 2) const;

  /// Equal in meaning: members in any order, numbers by value.
  friend bool operator==(const Json& a, const Json& b);
  /// Prints dump().
  friend std::ostream& operator<<(std::ostream& out, const Json& json);

 private:
  struct Number {};
  struct NumberText {
    std::string text;
  };
  Json(Number, std::int64_t value, bool fits);

  std::variant<std::nullptr_t, bool, std::int64_t, NumberText, std::string, Array, Object> value_;
};

struct Json::Member {
  std::string name;
  Json value;
};

}  // namespace anthropic::inline v0
