#include "wire/json/partial.hpp"

#include <algorithm>
#include <string>

namespace anthropic::internal {
namespace {

/// Reads as far as the text is right, and remembers the last place where it can be cut off and completed.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  /// The text up to its last whole value, with what is open closed; empty if there is none.
  std::string complete() {
    while (read_value_or_end()) {
    }
    std::string whole(text_.substr(0, cut_));
    whole.append(closers_.rbegin(), closers_.rend());
    return whole;
  }

 private:
  enum class Expects { value, value_or_end, name, name_or_end, colon, comma_or_end };

  bool read_value_or_end() {
    skip_space();
    if (at_ == text_.size()) return false;
    const char c = text_[at_];
    switch (expects_) {
      case Expects::value_or_end:
        if (c == ']') return close();
        [[fallthrough]];
      case Expects::value:
        return read_value(c);
      case Expects::name_or_end:
        if (c == '}') return close();
        [[fallthrough]];
      case Expects::name:
        expects_ = Expects::colon;
        return c == '"' && skip_string();
      case Expects::colon:
        expects_ = Expects::value;
        ++at_;
        return c == ':';
      case Expects::comma_or_end:
        if (c == closers_.back()) return close();
        expects_ = closers_.back() == '}' ? Expects::name : Expects::value;
        ++at_;
        return c == ',';
    }
    return false;
  }

  bool read_value(char c) {
    if (c == '{' || c == '[') return open(c);
    if (c == '"') return skip_string() && value_ended();
    if (c == '-' || (c >= '0' && c <= '9')) return skip_number() && value_ended();
    for (const std::string_view literal : {"true", "false", "null"}) {
      if (!text_.substr(at_).starts_with(literal)) continue;
      at_ += literal.size();
      return (at_ == text_.size() || ends_word(text_[at_])) && value_ended();
    }
    return false;
  }

  bool open(char c) {
    if (closers_.size() == most_levels) return false;
    closers_.push_back(c == '{' ? '}' : ']');
    expects_ = c == '{' ? Expects::name_or_end : Expects::value_or_end;
    cut_ = ++at_;
    return true;
  }

  bool close() {
    closers_.pop_back();
    ++at_;
    return value_ended();
  }

  /// A value is whole: the text may be cut behind it. False if it was the outermost.
  bool value_ended() {
    expects_ = Expects::comma_or_end;
    cut_ = at_;
    return !closers_.empty();
  }

  void skip_space() {
    while (at_ < text_.size() && std::string_view(" \t\n\r").find(text_[at_]) != std::string_view::npos)
      ++at_;
  }

  bool skip_string() {
    const std::size_t begin = at_;
    std::size_t end = at_ + 1;
    bool is_plain = true;
    while (end < text_.size() && text_[end] != '"') {
      is_plain = is_plain && text_[end] != '\\' && text_[end] >= ' ' && text_[end] <= '~';
      end += text_[end] == '\\' ? 2u : 1u;
    }
    if (end >= text_.size()) return false;
    at_ = end + 1;
    return is_plain || is_json(begin);
  }

  // A number at the end of the text may go on.
  bool skip_number() {
    const std::size_t begin = at_;
    at_ = std::min(text_.find_first_not_of("+-.0123456789eE", at_), text_.size());
    if (at_ == text_.size() || !ends_word(text_[at_])) return false;
    const std::string_view number = text_.substr(begin, at_ - begin);
    const bool is_plain = number.find_first_not_of("0123456789") == std::string_view::npos &&
                          (number.size() == 1 || number[0] != '0');
    return is_plain || is_json(begin);
  }

  // The parser knows best, but is slow to start: strings and numbers of the usual kind do without it.
  bool is_json(std::size_t begin) const { return Json::parse(text_.substr(begin, at_ - begin)).has_value(); }

  static bool ends_word(char c) { return std::string_view(" \t\n\r,]}").find(c) != std::string_view::npos; }

  static constexpr std::size_t most_levels = 256;

  std::string_view text_;
  std::size_t at_ = 0;
  Expects expects_ = Expects::value;
  std::size_t cut_ = 0;  // behind the last place where a value, or the head of one, was whole
  std::string closers_;  // of what is open there, the outermost first
};

}  // namespace

Json parse_partial_json(std::string_view text) {
  const std::string whole = Scanner(text).complete();
  if (whole.empty()) return nullptr;
  return Json::parse(whole).value_or(Json());
}

}  // namespace anthropic::internal
