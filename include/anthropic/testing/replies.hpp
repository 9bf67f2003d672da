#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <anthropic/json.hpp>
#include <anthropic/string_list.hpp>

namespace anthropic::inline v0::testing {

/// What a local endpoint answers. Texts in braces are answers, one after the other:
///
///     auto local = anthropic::testing::LocalBedrock::start({.replies = {"Hello.", "How are you?"}});
///
/// A string without braces, or a Json, is a replies file: answers by rules, with tools, at a pace
/// (docs/local-endpoint.md). LocalBedrock::start() reports errors in it.
class Replies {
 public:
  /// The endpoint's own answer, which repeats the question.
  Replies() = default;
  /// Each answered request gets the next text, whoever sends it; after the last text, it repeats.
  Replies(std::initializer_list<StringList::Item> texts) : Replies(StringList(texts)) {}
  Replies(const std::vector<std::string>& texts) {
    Json list = Json::array();
    for (const std::string& text : texts) list.push_back(text);
    json_ = list.dump();
  }
  template <class T>
  requires std::is_convertible_v<const T&, std::string_view> Replies(const T& json)
      : json_(std::string_view(json)) {}
  Replies(const Json& json) : json_(json.dump()) {}

  /// The JSON of a replies file; empty if there is none.
  const std::string& json() const { return json_; }
  bool empty() const { return json_.empty(); }

 private:
  std::string json_ = {};
};

}  // namespace anthropic::inline v0::testing
