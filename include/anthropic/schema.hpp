#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <anthropic/json.hpp>

// What a C++ type looks like in JSON: its JSON Schema, and how a value is read. For parse() (parse.hpp) and
// for the inputs of tools (typed_tool.hpp).
//
// A struct is described by a function beside it, which is found by its argument:
//
//     struct City {
//       std::string name;
//       std::optional<int> population;
//       std::vector<std::string> sights;
//     };
//     void describe(anthropic::ObjectSchema<City>& city) {
//       city.member("name", &City::name, "As its inhabitants write it");
//       city.member("population", &City::population);
//       city.member("sights", &City::sights, "", Json::object({{"maxItems", 5}}));
//     }
//
// and an enum by the names of its values:
//
//     enum class Season { spring, summer };
//     void describe(anthropic::EnumSchema<Season>& season) {
//       season.value("spring", Season::spring).value("summer", Season::summer);
//     }
//
// Known without a description: bool, integers, float and double, std::string, Json (any value),
// std::optional (a member that may be missing or null) and std::vector. Described structs may hold each
// other, and themselves in a std::vector. They must be default-constructible.

namespace anthropic::inline v0 {

class SchemaWriting;

/// How a type is written and read; specialise it for types that are neither structs nor enums:
///
///     static Json schema(SchemaWriting& writing);
///     static bool read(const Json& json, T& value, JsonReading& reading);
template <class T>
struct JsonType;

template <class T>
inline constexpr bool is_optional_v = false;
template <class T>
inline constexpr bool is_optional_v<std::optional<T>> = true;

/// Where in a value a reader is, and why it failed.
class JsonReading {
 public:
  /// Records a complaint about the value being read, such as "is null, not a string"; the first one is kept.
  /// Returns false, for the reader to return.
  bool fail(std::string_view complaint);
  void enter(std::string_view member);
  void enter(std::size_t item);
  void leave();
  /// Of kind response_validation and type "schema_mismatch": "cities[2].name is null, not a string".
  const Error& error() const { return error_; }

 private:
  std::string path_;
  std::vector<std::size_t> lengths_;  // of the path before each step
  Error error_;
};

/// The members of a described struct, whatever its type.
class ObjectMembers {
 public:
  struct Member {
    std::string name;
    std::string description;
    Json constraints;
    bool required;
    Json (*schema)(SchemaWriting& writing);
    std::function<bool(const Json& json, void* object, JsonReading& reading)> read;
  };
  const std::vector<Member>& members() const { return members_; }
  bool read(const Json& json, void* object, JsonReading& reading) const;

 protected:
  std::vector<Member> members_;
};

/// A schema that is being written. It tracks the structs that it is in, so a struct that contains itself is
/// written once and then referred to.
class SchemaWriting {
 public:
  Json object(const ObjectMembers& description);
  /// The whole document around its root.
  Json finish(Json root);

 private:
  struct Open {
    const ObjectMembers* description;
    std::string name;  // in "$defs", once it is referred to
  };
  std::vector<Open> open_;
  Json definitions_ = Json::object();
};

/// Collects the description of a struct.
template <class T>
class ObjectSchema : public ObjectMembers {
 public:
  /// A member of the JSON object: its name, the C++ member that gets its value, what Claude should know about
  /// it, and further keywords of JSON Schema, such as `Json::object({{"minimum", 1}, {"maximum", 5}})`. The
  /// member is required unless it is a std::optional.
  template <class Owner, class M>
  ObjectSchema& member(std::string name, M Owner::*place, std::string description = {},
                       Json constraints = {}) {
    members_.push_back({std::move(name), std::move(description), std::move(constraints), !is_optional_v<M>,
                        &JsonType<M>::schema, [place](const Json& json, void* object, JsonReading& reading) {
                          return JsonType<M>::read(json, static_cast<T*>(object)->*place, reading);
                        }});
    return *this;
  }
};

/// Collects the description of an enum.
template <class T>
class EnumSchema {
 public:
  EnumSchema& value(std::string name, T value) {
    names_.push_back(std::move(name));
    values_.push_back(value);
    return *this;
  }
  const std::vector<std::string>& names() const { return names_; }
  const std::vector<T>& values() const { return values_; }

 private:
  std::vector<std::string> names_;
  std::vector<T> values_;
};

/// The JSON Schema of a type: its objects accept no other members, and a struct that contains itself is
/// referred to through "$defs".
template <class T>
Json json_schema_of();

/// A value from JSON. Fails with response_validation (type "schema_mismatch"), naming the place, if a
/// required member is missing, a value is of another type, a number does not fit its C++ type, or an enum has
/// no such name. Members that are not described are skipped, and constraints are not checked.
template <class T>
Result<T> read_json(const Json& json);

// What the templates are made of.

template <class T>
concept DescribedObject = requires(ObjectSchema<T>& schema) {
  describe(schema);
};
template <class T>
concept DescribedEnum = requires(EnumSchema<T>& schema) {
  describe(schema);
};

Json scalar_schema(std::string_view type);
Json integer_schema(bool is_signed);
Json array_schema(Json items);
Json enum_schema(const std::vector<std::string>& names);
std::optional<std::int64_t> read_integer(const Json& json, JsonReading& reading);
std::optional<double> read_number(const Json& json, JsonReading& reading);
std::optional<std::size_t> read_enum(const Json& json, const std::vector<std::string>& names,
                                     JsonReading& reading);

template <class T>
struct JsonType {
  static_assert(DescribedObject<T>,
                "this type has no description: write `void describe(anthropic::ObjectSchema<T>&)` beside it");
  static Json schema(SchemaWriting& writing) { return writing.object(description()); }
  static bool read(const Json& json, T& value, JsonReading& reading) {
    return description().read(json, &value, reading);
  }
  static const ObjectSchema<T>& description() {
    // Never destroyed: threads may read an object until the process ends.
    static const auto* const described = [] {
      auto* const collected = new ObjectSchema<T>;
      describe(*collected);
      return collected;
    }();
    return *described;
  }
};

template <class T>
requires std::is_enum_v<T>
struct JsonType<T> {
  static_assert(DescribedEnum<T>,
                "this enum has no description: write `void describe(anthropic::EnumSchema<T>&)` beside it");
  static Json schema(SchemaWriting&) { return enum_schema(description().names()); }
  static bool read(const Json& json, T& value, JsonReading& reading) {
    const auto index = read_enum(json, description().names(), reading);
    if (index) value = description().values()[*index];
    return index.has_value();
  }
  static const EnumSchema<T>& description() {
    static const auto* const described = [] {
      auto* const collected = new EnumSchema<T>;
      describe(*collected);
      return collected;
    }();
    return *described;
  }
};

template <class T>
requires std::is_integral_v<T>
struct JsonType<T> {
  static Json schema(SchemaWriting&) { return integer_schema(std::is_signed_v<T>); }
  static bool read(const Json& json, T& value, JsonReading& reading) {
    const auto number = read_integer(json, reading);
    if (!number) return false;
    if (!std::in_range<T>(*number)) return reading.fail("is " + json.number_text() + ", out of range");
    value = static_cast<T>(*number);
    return true;
  }
};

template <class T>
requires std::is_floating_point_v<T>
struct JsonType<T> {
  static Json schema(SchemaWriting&) { return scalar_schema("number"); }
  static bool read(const Json& json, T& value, JsonReading& reading) {
    const auto number = read_number(json, reading);
    if (number) value = static_cast<T>(*number);
    return number.has_value();
  }
};

template <>
struct JsonType<bool> {
  static Json schema(SchemaWriting& writing);
  static bool read(const Json& json, bool& value, JsonReading& reading);
};

template <>
struct JsonType<std::string> {
  static Json schema(SchemaWriting& writing);
  static bool read(const Json& json, std::string& value, JsonReading& reading);
};

template <>
struct JsonType<Json> {
  static Json schema(SchemaWriting& writing);
  static bool read(const Json& json, Json& value, JsonReading& reading);
};

template <class T>
struct JsonType<std::optional<T>> {
  static Json schema(SchemaWriting& writing) { return JsonType<T>::schema(writing); }
  static bool read(const Json& json, std::optional<T>& value, JsonReading& reading) {
    return JsonType<T>::read(json, value.emplace(), reading);
  }
};

template <class T>
struct JsonType<std::vector<T>> {
  static Json schema(SchemaWriting& writing) { return array_schema(JsonType<T>::schema(writing)); }
  static bool read(const Json& json, std::vector<T>& values, JsonReading& reading) {
    if (!json.is_array()) return reading.fail("is not an array");
    for (std::size_t i = 0; i < json.size(); ++i) {
      T value{};
      reading.enter(i);
      if (!JsonType<T>::read(json[i], value, reading)) return false;
      reading.leave();
      values.push_back(std::move(value));
    }
    return true;
  }
};

template <class T>
Json json_schema_of() {
  SchemaWriting writing;
  Json root = JsonType<T>::schema(writing);
  return writing.finish(std::move(root));
}

template <class T>
Result<T> read_json(const Json& json) {
  T value{};
  JsonReading reading;
  if (!JsonType<T>::read(json, value, reading)) return reading.error();
  return value;
}

}  // namespace anthropic::inline v0
