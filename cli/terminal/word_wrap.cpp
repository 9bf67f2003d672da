#include "terminal/word_wrap.hpp"

#include <algorithm>

#include "base/text/utf8.hpp"
#include "terminal/width.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::size_t kTab = 8;

/// What no line begins with, and what none ends with.
constexpr std::string_view kClosing = "，。、；：！？）》」』】”’…·,.;:!?)]}";
constexpr std::string_view kOpening = "（《「『【“‘([{";

bool is_one_of(std::string_view character, std::string_view characters) {
  return !character.empty() && characters.find(character) != std::string_view::npos;
}

std::string_view last_character(std::string_view text) {
  std::size_t at = text.size();
  while (at > 0 && continues_utf8(text[at - 1])) --at;
  return text.substr(at > 0 ? at - 1 : 0);
}

/// Whether a line may end between two characters, of which none is a blank.
bool may_break_between(std::string_view before, std::string_view after) {
  if (before.empty() || is_one_of(after, kClosing) || is_one_of(before, kOpening)) return false;
  return display_width(before) > 1 || display_width(after) > 1;
}

}  // namespace

std::string WordWrap::add(std::string_view text) {
  if (width_ == 0) return std::string(text);
  bytes_ += text;
  const std::string whole = bytes_.substr(0, whole_characters(bytes_));
  bytes_.erase(0, whole.size());
  std::string out;
  for (std::string_view rest = whole; !rest.empty();) {
    const std::size_t length = std::max<std::size_t>(utf8_length(rest), 1);
    take(rest.substr(0, length), out);
    rest.remove_prefix(length);
  }
  return out;
}

void WordWrap::take(std::string_view character, std::string& out) {
  if (character == "\n") {
    end_word(out);
    blanks_.clear();
    column_ = 0;
    out += '\n';
    return;
  }
  if (character == " " || character == "\t") {
    end_word(out);
    blanks_.append(character == " " ? 1 : kTab - (column_ + blanks_.size()) % kTab, ' ');
    return;
  }
  if (may_break_between(last_character(word_), character)) end_word(out);
  word_ += character;
  word_width_ += display_width(character);
}

void WordWrap::end_word(std::string& out) {
  if (word_.empty()) return;
  const bool fits = column_ + blanks_.size() + word_width_ <= width_;
  if (fits || column_ == 0) {
    out += blanks_;
    column_ += blanks_.size();
  } else {
    out += '\n';
    column_ = 0;
  }
  blanks_.clear();
  out += word_;
  column_ += word_width_;
  word_.clear();
  word_width_ = 0;
}

std::string WordWrap::flush() {
  std::string out;
  word_ += bytes_;
  bytes_.clear();
  end_word(out);
  return out;
}

std::vector<std::string> wrapped_lines(std::string_view text, std::size_t width) {
  WordWrap wrap(width);
  std::string whole = wrap.add(text);
  whole += wrap.flush();
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin <= whole.size();) {
    const std::size_t end = std::min(whole.find('\n', begin), whole.size());
    lines.push_back(whole.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

}  // namespace anthropic::internal::cli
