#include "local/examples/pattern_example.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/text/utf8.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::size_t kLongestMatch = 20'000;
constexpr int kDeepestGroup = 100;
// Of a class that has one of these, it is taken: it is easy to read.
constexpr std::string_view kPreferred = "axAX01589-_ .,!/@#";

struct Range {
  char32_t first;
  char32_t last;
};
using Ranges = std::vector<Range>;

bool holds(const Ranges& ranges, char32_t c) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const Range& range) { return range.first <= c && c <= range.last; });
}

// Reads an expression and writes its example as it goes.
class PatternReader {
 public:
  PatternReader(std::string_view pattern, std::size_t more) : rest_(pattern), more_(more) {}

  std::optional<std::string> read() {
    std::string text = alternatives(0);
    if (!rest_.empty()) broken_ = true;
    return broken_ ? std::nullopt : std::optional(std::move(text));
  }

 private:
  bool take(std::string_view expected) {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }

  // One character; a whole one of UTF-8.
  std::string_view character() {
    if (rest_.empty()) {
      broken_ = true;
      return {};
    }
    std::size_t size = 1;
    while (size < rest_.size() && continues_utf8(rest_[size])) ++size;
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  std::string alternatives(int depth) {
    if (depth > kDeepestGroup) {
      broken_ = true;
      return {};
    }
    std::string first = terms(depth);
    while (!broken_ && take("|")) terms(depth);
    return first;
  }

  std::string terms(int depth) {
    std::string text;
    while (!broken_ && !rest_.empty() && rest_.front() != '|' && rest_.front() != ')') {
      text += repeated(term(depth));
      if (text.size() > kLongestMatch) broken_ = true;
    }
    return text;
  }

  std::string term(int depth) {
    if (take("^") || take("$")) return {};
    if (take(".")) return "a";
    if (take("[")) return one_of_class();
    if (take("(")) return group(depth);
    if (take("\\")) return escaped();
    return std::string(character());
  }

  std::string group(int depth) {
    const bool is_look = take("?=") || take("?!") || take("?<=") || take("?<!");
    bool is_capture = false;
    if (!is_look && take("?<")) {
      while (!broken_ && character() != ">") continue;
      is_capture = true;
    } else if (!is_look) {
      is_capture = !take("?:");
    }
    const std::size_t number = groups_.size();
    if (is_capture) groups_.emplace_back();
    std::string text = alternatives(depth + 1);
    if (!take(")")) broken_ = true;
    if (is_capture) groups_[number] = text;
    return is_look ? std::string() : text;
  }

  std::string repeated(std::string text) {
    std::size_t times = 1;
    if (take("*"))
      times = more_;
    else if (take("+"))
      times = 1 + more_;
    else if (take("?"))
      times = 0;
    else if (rest_.starts_with('{') && rest_.size() > 1 && rest_[1] >= '0' && rest_[1] <= '9')
      times = counted();
    else
      return text;
    take("?");  // as few as possible: so it is
    if (text.size() * times > kLongestMatch) {
      broken_ = true;
      return {};
    }
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += text;
    return out;
  }

  // "{2}", "{2,}", "{2,5}"
  std::size_t counted() {
    rest_.remove_prefix(1);
    const std::size_t least = digits();
    std::size_t times = least;
    if (take(",")) {
      const bool is_open = rest_.starts_with('}');
      const std::size_t most = is_open ? kLongestMatch : digits();
      times = std::min(least + more_, most);
    }
    if (!take("}")) broken_ = true;
    return times;
  }

  std::size_t digits() {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc() || value > kLongestMatch) broken_ = true;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return broken_ ? 0 : value;
  }

  // Behind a backslash, outside of a class.
  std::string escaped() {
    if (take("b") || take("B")) return {};
    if (take("k<")) {
      broken_ = true;  // a group by its name
      return {};
    }
    if (!rest_.empty() && rest_.front() >= '1' && rest_.front() <= '9') {
      const std::size_t number = digits();
      return number <= groups_.size() && number > 0 ? groups_[number - 1] : std::string();
    }
    return chosen(escaped_ranges(), false);
  }

  // What stands for many characters, or the one that is escaped.
  Ranges escaped_ranges() {
    const auto outside_of = [](const Ranges& ranges) {
      Ranges out;
      char32_t next = 0x20;
      for (const Range& range : ranges) {
        if (range.first > next) out.push_back({next, range.first - 1});
        next = range.last + 1;
      }
      out.push_back({next, 0x7e});
      return out;
    };
    const Ranges digit = {{'0', '9'}};
    const Ranges word = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
    const Ranges space = {{' ', ' '}};
    if (take("d")) return digit;
    if (take("D")) return outside_of(digit);
    if (take("w")) return word;
    if (take("W")) return outside_of(word);
    if (take("s")) return space;
    if (take("S")) return outside_of(space);
    if (take("p{") || take("P{")) return property();
    constexpr std::string_view letters = "tnrvf0";
    constexpr std::string_view controls("\t\n\r\v\f\0", 6);
    const std::size_t control = rest_.empty() ? std::string_view::npos : letters.find(rest_.front());
    if (control != std::string_view::npos) {
      rest_.remove_prefix(1);
      const auto c = static_cast<char32_t>(controls[control]);
      return {{c, c}};
    }
    if (take("x")) return hexadecimal(2);
    if (take("u{")) {
      Ranges ranges = hexadecimal(rest_.find('}'));
      take("}");
      return ranges;
    }
    if (take("u")) return hexadecimal(4);
    return {one(character())};
  }

  // "p{L}": a letter, unless it is of numbers.
  Ranges property() {
    const std::size_t end = rest_.find('}');
    if (end == std::string_view::npos) {
      broken_ = true;
      return {};
    }
    const bool is_number = rest_.starts_with('N');
    const bool is_upper = rest_.starts_with("Lu");
    rest_.remove_prefix(end + 1);
    if (is_number) return {{'0', '9'}};
    return is_upper ? Ranges{{'A', 'Z'}} : Ranges{{'a', 'z'}};
  }

  Ranges hexadecimal(std::size_t size) {
    std::uint32_t value = 0;
    if (size > rest_.size()) broken_ = true;
    if (broken_) return {};
    const char* end = rest_.data() + size;
    const auto [at, error] = std::from_chars(rest_.data(), end, value, 16);
    const bool is_character = value <= 0x10ffff && (value < 0xd800 || value > 0xdfff);
    if (error != std::errc() || at != end || !is_character) {
      broken_ = true;
      return {};
    }
    rest_.remove_prefix(static_cast<std::size_t>(at - rest_.data()));
    return {{value, value}};
  }

  static Range one(std::string_view utf8) {
    const auto lead = static_cast<unsigned char>(utf8.empty() ? ' ' : utf8[0]);
    char32_t value = lead < 0x80 ? lead : lead < 0xe0 ? lead & 0x1f : lead < 0xf0 ? lead & 0x0f : lead & 0x07;
    for (std::size_t i = 1; i < utf8.size(); ++i)
      value = (value << 6) | (static_cast<unsigned char>(utf8[i]) & 0x3f);
    return {value, value};
  }

  std::string one_of_class() {
    const bool is_negated = take("^");
    Ranges ranges;
    while (!broken_ && !take("]")) {
      const Ranges from = class_item();
      if (!broken_ && from.size() == 1 && from[0].first == from[0].last && rest_.size() > 1 &&
          rest_.starts_with('-') && rest_[1] != ']') {
        take("-");
        const Ranges to = class_item();
        if (to.size() != 1 || to[0].last < from[0].first) broken_ = true;
        if (!broken_) ranges.push_back({from[0].first, to[0].last});
      } else {
        ranges.insert(ranges.end(), from.begin(), from.end());
      }
    }
    return chosen(ranges, is_negated);
  }

  Ranges class_item() {
    if (!take("\\")) return {one(character())};
    if (take("b")) return {{'\b', '\b'}};
    return escaped_ranges();
  }

  std::string chosen(const Ranges& ranges, bool is_negated) {
    if (broken_) return {};
    for (const char c : kPreferred) {
      if (holds(ranges, static_cast<char32_t>(c)) != is_negated) return std::string(1, c);
    }
    if (!is_negated && !ranges.empty()) return utf8_of(ranges.front().first);
    for (char c = ' '; c < '\x7f'; ++c) {
      if (is_negated && !holds(ranges, static_cast<char32_t>(c))) return std::string(1, c);
    }
    broken_ = true;
    return {};
  }

  static std::string utf8_of(char32_t c) {
    const auto byte = [](char32_t bits) { return static_cast<char>(bits); };
    const auto following = [&](int shift) { return byte(0x80 | ((c >> shift) & 0x3f)); };
    if (c < 0x80) return {byte(c)};
    if (c < 0x800) return {byte(0xc0 | (c >> 6)), following(0)};
    if (c < 0x10000) return {byte(0xe0 | (c >> 12)), following(6), following(0)};
    return {byte(0xf0 | (c >> 18)), following(12), following(6), following(0)};
  }

  std::string_view rest_;
  const std::size_t more_;
  std::vector<std::string> groups_;
  bool broken_ = false;
};

}  // namespace

std::optional<std::string> pattern_example(std::string_view pattern, std::size_t more) {
  return PatternReader(pattern, more).read();
}

}  // namespace anthropic::internal::local
