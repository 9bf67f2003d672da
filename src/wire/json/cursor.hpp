#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace anthropic::internal {

/// Reads JSON text from its beginning to its end without building a tree: nothing is allocated, and text is
/// passed over as fast as memory is read. The text must be well-formed; if it is not, some of it goes unread.
class JsonCursor {
 public:
  explicit JsonCursor(std::string_view text) : text_(text) {}

  /// What the next value begins with: '{', '[', '"', a digit …; 0 at the end.
  char first();
  /// Passes over the next value and returns its text.
  std::string_view value();
  /// The next value between its quotes, escapes as they are written. Empty, and passed over, if it is no
  /// string.
  std::string_view string();
  /// The same with escapes read.
  std::string text();

  /// Calls visit(name) for each member of the next value, if it is an object. What `visit` does not read of
  /// the member's value is passed over.
  template <class Visit>
  void members(Visit visit) {
    if (first() != '{') return pass();
    ++at_;
    while (first() != '}' && at_ < text_.size()) {
      const std::string_view name = string();
      if (first() == ':') ++at_;
      const std::size_t begin = at_;
      visit(name);
      if (at_ == begin) pass();
      if (first() == ',') ++at_;
    }
    if (at_ < text_.size()) ++at_;
  }

  /// Calls visit(index) for each item of the next value, if it is an array; see members().
  template <class Visit>
  void items(Visit visit) {
    if (first() != '[') return pass();
    ++at_;
    for (std::size_t index = 0; first() != ']' && at_ < text_.size(); ++index) {
      const std::size_t begin = at_;
      visit(index);
      if (at_ == begin) pass();
      if (first() == ',') ++at_;
    }
    if (at_ < text_.size()) ++at_;
  }

 private:
  void pass() { value(); }
  std::size_t end_of_string(std::size_t begin) const;
  std::size_t end_of_nested(std::size_t begin) const;

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace anthropic::internal
