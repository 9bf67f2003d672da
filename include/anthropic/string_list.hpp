#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace anthropic::inline v0 {

/// A list of texts: a std::vector<std::string>, and converts from and to one. `{"a", "b"}` is two texts, and
/// so is
/// `{{"a", "b"}}`, which a plain vector takes for one text between two pointers.
class StringList : public std::vector<std::string> {
 public:
  /// What stands in `{…}`: anything that is a text.
  struct Item {
    template <class Text>
    requires std::is_convertible_v<const Text&, std::string_view> Item(const Text& text)
        : string(std::string_view(text)) {}
    std::string string;
  };

  StringList() = default;
  StringList(std::vector<std::string> texts) : vector(std::move(texts)) {}
  StringList(std::initializer_list<Item> items) {
    reserve(items.size());
    for (const Item& item : items) push_back(item.string);
  }
};

}  // namespace anthropic::inline v0
