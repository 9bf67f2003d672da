#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/crypto/encoding.hpp"
#include "base/text/text.hpp"
#include "base/text/utf8.hpp"
#include "local/converse/shapes.hpp"

namespace anthropic::internal::local {
namespace {

using Kind = Shape::Kind;

// Of a request that is wrong all over.
constexpr std::size_t kMostShown = 20;

// A place in a request. It is written out only where something is wrong.
class Place {
 public:
  Place() = default;

  Place member(std::string_view name) const { return {this, name, 0}; }
  Place item(std::size_t index) const { return {this, std::nullopt, index}; }

  // In the two ways in which AWS writes one: "messages.0.content", "messages.1.member.content".
  std::string dotted() const { return parent_ ? place(parent_->dotted(), step(index_)) : ""; }
  std::string counted() const {
    return parent_ ? place(parent_->counted(), name_ ? step(0) : step(index_ + 1) + ".member") : "";
  }

 private:
  Place(const Place* parent, std::optional<std::string_view> name, std::size_t index)
      : parent_(parent), name_(name), index_(index) {}
  std::string step(std::size_t index) const { return name_ ? std::string(*name_) : std::to_string(index); }

  const Place* parent_ = nullptr;              // null: the whole
  std::optional<std::string_view> name_ = {};  // of a member
  std::size_t index_ = 0;                      // of an item
};

std::string_view kind_of(const Json& value) {
  if (value.is_string()) return "a string";
  if (value.is_number()) return "a number";
  if (value.is_bool()) return "a boolean";
  if (value.is_null()) return "null";
  return value.is_array() ? "a list" : "an object";
}

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::text:
      return "a string";
    case Kind::blob:
      return "a string in base64";
    case Kind::integer:
      return "a whole number";
    case Kind::fraction:
      return "a number";
    case Kind::boolean:
      return "a boolean";
    case Kind::list:
      return "a list";
    default:
      return "an object";
  }
}

bool is_of_kind(const Json& value, Kind kind) {
  switch (kind) {
    case Kind::text:
    case Kind::blob:
      return value.is_string();
    case Kind::integer:
      return value.as_int64().has_value();
    case Kind::fraction:
      return value.is_number();
    case Kind::boolean:
      return value.is_bool();
    case Kind::any:
      return true;
    case Kind::list:
      return value.is_array();
    default:
      return value.is_object();
  }
}

class ShapeChecker {
 public:
  // What cannot be read at all ends the check; limits that are exceeded are counted up.
  Checked check(const Json& value, const Shape& shape, const Place& where) {
    if (!is_of_kind(value, shape.kind))
      return refuse_input(
          "The request is malformed: " + (where.dotted().empty() ? "the body" : where.dotted()) +
          " should be " + std::string(name_of(shape.kind)) + ", and is " + std::string(kind_of(value)) + ".");
    switch (shape.kind) {
      case Kind::text:
        check_text(*value.as_string(), shape, where);
        return std::nullopt;
      case Kind::blob:
        return check_blob(*value.as_string(), shape, where);
      case Kind::integer:
        if (shape.min && *value.as_int64() < static_cast<std::int64_t>(*shape.min))
          add(value.number_text(), where,
              "Member must have value greater than or equal to " + std::to_string(*shape.min));
        return std::nullopt;
      case Kind::fraction:
        check_fraction(value, where);
        return std::nullopt;
      case Kind::list:
        return check_list(value, shape, where);
      case Kind::map:
        return check_map(value, shape, where);
      case Kind::structure:
        return check_members(value, shape, where);
      case Kind::choice:
        return check_choice(value, shape, where);
      default:
        return std::nullopt;
    }
  }

  Checked refusal() const {
    if (count_ == 0) return std::nullopt;
    return refuse_input(std::to_string(count_) + " validation error" + (count_ == 1 ? "" : "s") +
                        " detected: " + joined(broken_, "; "));
  }

 private:
  void add(const std::optional<std::string>& value, const Place& where, const std::string& constraint) {
    add_shown(value ? "Value '" + *value + "'" : "Value", where, constraint);
  }

  void add_shown(const std::string& value, const Place& where, const std::string& constraint) {
    if (++count_ > kMostShown) return;
    broken_.push_back(value + " at '" + where.counted() + "' failed to satisfy constraint: " + constraint);
  }

  static std::vector<std::string> broken_by_text(std::string_view text, const Shape& shape) {
    std::vector<std::string> broken;
    if (shape.pattern && !shape.pattern->matches(text))
      broken.push_back("Member must satisfy regular expression pattern: " + std::string(shape.pattern->text));
    const std::size_t length = count_characters(text);
    if (shape.min && length < *shape.min)
      broken.push_back("Member must have length greater than or equal to " + std::to_string(*shape.min));
    if (shape.max && length > *shape.max)
      broken.push_back("Member must have length less than or equal to " + std::to_string(*shape.max));
    if (!shape.values.empty() &&
        std::find(shape.values.begin(), shape.values.end(), text) == shape.values.end())
      broken.push_back("Member must satisfy enum value set: [" + joined(shape.values) + "]");
    return broken;
  }

  void check_text(std::string_view text, const Shape& shape, const Place& where) {
    for (const std::string& constraint : broken_by_text(text, shape))
      add(std::string(text), where, constraint);
  }

  Checked check_blob(std::string_view text, const Shape& shape, const Place& where) {
    if (!base64_decode(text))
      return refuse_input("The request is malformed: " + where.dotted() + " is not base64.");
    check_size(text.size(), shape, where);
    return std::nullopt;
  }

  void check_fraction(const Json& value, const Place& where) {
    const double number = value.as_double().value_or(-1);
    if (number < 0) add(value.number_text(), where, "Member must have value greater than or equal to 0");
    if (number > 1) add(value.number_text(), where, "Member must have value less than or equal to 1");
  }

  void check_size(std::size_t size, const Shape& shape, const Place& where) {
    if (shape.min && size < *shape.min)
      add(std::nullopt, where,
          "Member must have length greater than or equal to " + std::to_string(*shape.min));
    if (shape.max && size > *shape.max)
      add(std::nullopt, where, "Member must have length less than or equal to " + std::to_string(*shape.max));
  }

  Checked check_list(const Json& list, const Shape& shape, const Place& where) {
    check_size(list.size(), shape, where);
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (auto refusal = check(list[i], *shape.item, where.item(i))) return refusal;
    }
    return std::nullopt;
  }

  // Their values are secret to AWS, so it quotes none.
  Checked check_map(const Json& map, const Shape& shape, const Place& where) {
    check_size(map.size(), shape, where);
    for (const Json::Member& member : map.members()) {
      if (!is_of_kind(member.value, shape.item->kind))
        return check(member.value, *shape.item, where.member(member.name));
      const auto broken_key = broken_by_text(member.name, *shape.key);
      if (!broken_key.empty())
        add(std::nullopt, where, "Map keys must satisfy constraint: [" + joined(broken_key) + "]");
      const auto broken_value = broken_by_text(*member.value.as_string(), *shape.item);
      if (!broken_value.empty())
        add(std::nullopt, where, "Map value must satisfy constraint: [" + joined(broken_value) + "]");
    }
    return std::nullopt;
  }

  Checked check_members(const Json& object, const Shape& shape, const Place& where) {
    for (const ShapeMember& member : shape.members) {
      const Json& value = object[member.name];
      if (!value.is_null()) {
        if (auto refusal = check(value, *member.shape, where.member(member.name))) return refusal;
      } else if (member.is_required) {
        add_shown("Value null", where.member(member.name), "Member must not be null");
      }
    }
    return std::nullopt;
  }

  Checked check_choice(const Json& object, const Shape& shape, const Place& where) {
    const auto is_set = [&](const ShapeMember& member) { return !object[member.name].is_null(); };
    const auto set = std::count_if(shape.members.begin(), shape.members.end(), is_set);
    if (set == 1) return check_members(object, shape, where);
    std::vector<std::string_view> names;
    for (const ShapeMember& member : shape.members) names.push_back(member.name);
    return refuse_input(std::string(shape.name) + " object at " + where.dotted() + " must set " +
                        (set == 0 ? "one" : "only one") + " of the following keys: " + joined(names) + ".");
  }

  std::size_t count_ = 0;
  std::vector<std::string> broken_;
};

}  // namespace

Checked check_shape(const Json& value, const Shape& shape) {
  ShapeChecker checker;
  if (auto refusal = checker.check(value, shape, {})) return refusal;
  return checker.refusal();
}

}  // namespace anthropic::internal::local
