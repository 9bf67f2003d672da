#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace anthropic::inline v0 {

/// A name and its value: a std::pair<std::string, std::string> (`first`, `second`, `auto& [name, value]`).
/// Neither can be made of two pointers, so an extra pair of braces does not change the meaning of a list of
/// them.
struct NameAndValue : std::pair<std::string, std::string> {
  NameAndValue() = default;
  NameAndValue(std::pair<std::string, std::string> both) : pair(std::move(both)) {}
  template <class Name, class Value>
  requires(std::is_constructible_v<std::string, Name&&>&& std::is_constructible_v<
           std::string, Value&&>) explicit(!(std::is_convertible_v<Name&&, std::string> &&
                                             std::is_convertible_v<Value&&, std::string>))
      NameAndValue(Name&& name, Value&& value)
      : pair(std::forward<Name>(name), std::forward<Value>(value)) {}
};

/// HTTP header fields in the order they are sent. Names compare without regard to case.
using Headers = std::vector<NameAndValue>;

}  // namespace anthropic::inline v0
