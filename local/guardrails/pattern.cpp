#include "local/guardrails/pattern.hpp"

#include <algorithm>
#include <limits>
#include <memory>

#include "base/text/text.hpp"
#include "base/text/utf8.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::size_t kMostInstructions = 5'000;
constexpr std::size_t kMostRepetitions = 1'000;
constexpr int kDeepestGroup = 50;
constexpr std::size_t kForever = std::numeric_limits<std::size_t>::max();

struct Decoded {
  char32_t character;
  std::size_t size;
};

// A byte that is no UTF-8 stands for itself.
Decoded decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const std::size_t size = std::max<std::size_t>(utf8_length(text.substr(at)), 1);
  if (size == 1) return {byte(0), 1};
  char32_t character = byte(0) & (0x7Fu >> size);
  for (std::size_t i = 1; i < size; ++i) character = character << 6 | (byte(i) & 0x3Fu);
  return {character, size};
}

bool is_word(std::string_view text, std::size_t at) {
  return is_letter_or_digit(text[at]) || text[at] == '_';
}

bool is_boundary(std::string_view text, std::size_t at) {
  const bool before = at > 0 && is_word(text, at - 1);
  return before != (at < text.size() && is_word(text, at));
}

Error wrong_pattern(std::string what) {
  return {.kind = ErrorKind::configuration, .message = std::move(what)};
}

}  // namespace

bool Pattern::CharacterSet::holds(char32_t character) const {
  const auto contains = [&](const auto& range) {
    return range.first <= character && character <= range.second;
  };
  return std::any_of(ranges.begin(), ranges.end(), contains) != is_negated;
}

/// Reads a pattern and writes its program, part by part.
class PatternCompiler {
 public:
  explicit PatternCompiler(std::string_view regex) : rest_(regex) {}

  Result<Pattern> compile() {
    if (rest_.starts_with("(?i)")) {
      pattern_.ignores_case_ = true;
      rest_.remove_prefix(4);
    }
    Code code = alternatives(0);
    if (problem_.empty() && !rest_.empty()) fail("has a ) without its (");
    if (!problem_.empty()) return wrong_pattern(problem_);
    code.push_back({Step::match});
    pattern_.program_ = std::move(code);
    return std::move(pattern_);
  }

 private:
  using Step = Pattern::Step;
  using CharacterSet = Pattern::CharacterSet;
  // Its jumps are relative, so that it can be put anywhere, and more than once.
  using Code = std::vector<Pattern::Instruction>;

  void fail(std::string what) {
    if (problem_.empty()) problem_ = std::move(what);
    rest_ = {};
  }

  bool take(char c) {
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void append(Code& code, const Code& more) {
    if (code.size() + more.size() > kMostInstructions) return fail("is too large");
    code.insert(code.end(), more.begin(), more.end());
  }

  Code alternatives(int depth) {
    Code left = sequence(depth);
    while (take('|')) {
      const Code right = sequence(depth);
      Code both = {{Step::split, 1, left.size() + 2}};
      append(both, left);
      both.push_back({Step::jump, right.size() + 1});
      append(both, right);
      left = std::move(both);
    }
    return left;
  }

  Code sequence(int depth) {
    Code code;
    while (!rest_.empty() && rest_[0] != '|' && rest_[0] != ')') append(code, repeated(depth));
    return code;
  }

  Code repeated(int depth) {
    Code part = atom(depth);
    while (!rest_.empty() && std::string_view("*+?{").find(rest_[0]) != std::string_view::npos) {
      std::size_t least = 0, most = kForever;
      if (take('+'))
        least = 1;
      else if (take('?'))
        most = 1;
      else if (!take('*'))
        read_counts(least, most);
      const bool is_lazy = take('?');
      part = times(part, least, most, is_lazy);
    }
    return part;
  }

  void read_counts(std::size_t& least, std::size_t& most) {
    take('{');
    const std::size_t end = rest_.find('}');
    const std::string_view counts = rest_.substr(0, end);
    const std::size_t comma = counts.find(',');
    const auto low = parse_integer(counts.substr(0, comma));
    const auto high = comma == std::string_view::npos ? low
                      : comma + 1 == counts.size()    ? std::optional<long long>(kMostRepetitions)
                                                      : parse_integer(counts.substr(comma + 1));
    constexpr auto limit = static_cast<long long>(kMostRepetitions);
    if (end == std::string_view::npos || !low || !high || *low < 0 || *high < *low || *high > limit)
      return fail("has a { that is no count such as {2}, {2,} or {2,5}, of at most " +
                  std::to_string(kMostRepetitions));
    least = static_cast<std::size_t>(*low);
    most = comma + 1 == counts.size() ? kForever : static_cast<std::size_t>(*high);
    rest_.remove_prefix(end + 1);
  }

  static Pattern::Instruction split(std::size_t into, std::size_t past, bool is_lazy) {
    return is_lazy ? Pattern::Instruction{Step::split, past, into}
                   : Pattern::Instruction{Step::split, into, past};
  }

  Code times(const Code& part, std::size_t least, std::size_t most, bool is_lazy) {
    Code code;
    for (std::size_t i = 0; i < least && problem_.empty(); ++i) append(code, part);
    if (most == kForever) {
      Code loop = {split(1, part.size() + 2, is_lazy)};
      append(loop, part);
      loop.push_back({Step::jump, 0 - (part.size() + 1)});  // back to the split: it wraps around
      append(code, loop);
      return code;
    }
    for (std::size_t i = least; i < most && problem_.empty(); ++i) {
      append(code, {split(1, part.size() + 1, is_lazy)});
      append(code, part);
    }
    return code;
  }

  Code atom(int depth) {
    if (take('(')) return group(depth + 1);
    if (take('[')) return set_of(bracketed());
    if (take('.')) return set_of({{{'\n', '\n'}}, true});
    if (take('^')) return {{Step::line_begin}};
    if (take('$')) return {{Step::line_end}};
    if (take('\\')) return escape();
    if (std::string_view("*+?{").find(rest_[0]) != std::string_view::npos) {
      fail("has a " + std::string(1, rest_[0]) + " with nothing before it");
      return {};
    }
    return set_of(one(take_character()));
  }

  Code group(int depth) {
    if (depth > kDeepestGroup) fail("has groups in groups in groups");
    if (rest_.starts_with("?:"))
      rest_.remove_prefix(2);
    else if (rest_.starts_with("?"))
      fail("has a (?, which is not supported here except for (?:…) and a (?i) in front");
    Code code = alternatives(depth);
    if (!take(')')) fail("has a ( without its )");
    return code;
  }

  Code escape() {
    if (take('b')) return {{Step::boundary}};
    if (take('B')) return {{Step::no_boundary}};
    return set_of(escaped());
  }

  static CharacterSet one(char32_t character) { return {{{character, character}}}; }

  char32_t take_character() {
    const Decoded decoded = decode(rest_, 0);
    rest_.remove_prefix(decoded.size);
    return decoded.character;
  }

  // Behind the backslash.
  CharacterSet escaped() {
    if (rest_.empty()) {
      fail("ends with a backslash");
      return {};
    }
    const char32_t c = take_character();
    switch (c) {
      case 'd':
      case 'D':
        return {{{'0', '9'}}, c == 'D'};
      case 'w':
      case 'W':
        return {{{'a', 'z'}, {'A', 'Z'}, {'0', '9'}, {'_', '_'}}, c == 'W'};
      case 's':
      case 'S':
        return {{{' ', ' '}, {'\t', '\r'}}, c == 'S'};
      case 'n':
        return one('\n');
      case 'r':
        return one('\r');
      case 't':
        return one('\t');
      default:
        if (c < 128 && is_letter_or_digit(static_cast<char>(c)))
          fail("has a \\" + std::string(1, static_cast<char>(c)) + ", which is not supported here");
        return one(c);
    }
  }

  // Behind the [.
  CharacterSet bracketed() {
    CharacterSet set;
    const bool is_negated = take('^');
    bool is_first = true;
    while (is_first ? !rest_.empty() : !rest_.empty() && rest_[0] != ']') {
      is_first = false;
      const CharacterSet low = take('\\') ? escaped() : one(take_character());
      if (low.is_negated) fail("has a \\D, \\W or \\S in brackets, which is not supported here");
      const bool is_range = low.ranges.size() == 1 && rest_.size() > 1 && rest_[0] == '-' && rest_[1] != ']';
      if (!is_range) {
        set.ranges.insert(set.ranges.end(), low.ranges.begin(), low.ranges.end());
        continue;
      }
      take('-');
      const CharacterSet high = take('\\') ? escaped() : one(take_character());
      if (high.ranges.size() != 1 || high.ranges[0].first < low.ranges[0].first) {
        fail("has a range in brackets whose end comes before its begin");
        return {};
      }
      set.ranges.emplace_back(low.ranges[0].first, high.ranges[0].first);
    }
    if (!take(']')) fail("has a [ without its ]");
    set.is_negated = is_negated;
    return set;
  }

  Code set_of(CharacterSet set) {
    pattern_.sets_.push_back(std::move(set));
    return {{Step::character, pattern_.sets_.size() - 1}};
  }

  std::string_view rest_;
  std::string problem_;
  Pattern pattern_;
};

/// All ways through a program at once, the preferred ones first.
class Pattern::Run {
 public:
  Run(const Pattern& pattern, std::string_view text)
      : pattern_(pattern), text_(text), seen_(pattern.program_.size(), kForever) {}

  std::optional<Match> find(std::size_t from) {
    std::optional<Match> found;
    std::vector<Thread> now, next;
    for (std::size_t at = from;; at += decode(text_, at).size) {
      if (!found) enter(0, at, at, now);
      if (found && now.empty()) return found;
      step(now, at, next, found);
      if (at >= text_.size()) return found;
      now.swap(next);
      next.clear();
    }
  }

 private:
  void step(const std::vector<Thread>& now, std::size_t at, std::vector<Thread>& next,
            std::optional<Match>& found) {
    const bool is_end = at >= text_.size();
    const Decoded here = is_end ? Decoded{0, 0} : decode(text_, at);
    for (const Thread& thread : now) {
      const Instruction& instruction = pattern_.program_[thread.at];
      if (instruction.step == Step::match) {
        found = Match{thread.begin, at};
        return;  // What follows is worth less.
      }
      if (!is_end && holds(pattern_.sets_[instruction.first], here.character))
        enter(thread.at + 1, at + here.size, thread.begin, next);
    }
  }

  bool holds(const CharacterSet& set, char32_t c) const {
    if (!pattern_.ignores_case_) return set.holds(c);
    const char32_t other = c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
    return set.is_negated ? set.holds(c) && set.holds(other) : set.holds(c) || set.holds(other);
  }

  // Follows a way up to its next character.
  void enter(std::size_t first, std::size_t at, std::size_t begin, std::vector<Thread>& threads) {
    std::vector<std::size_t>& open = open_;
    open.assign(1, first);
    while (!open.empty()) {
      const std::size_t i = open.back();
      open.pop_back();
      if (seen_[i] == at) continue;
      seen_[i] = at;
      const Instruction& instruction = pattern_.program_[i];
      switch (instruction.step) {
        case Step::split:
          open.push_back(i + instruction.second);
          open.push_back(i + instruction.first);
          break;
        case Step::jump:
          open.push_back(i + instruction.first);
          break;
        case Step::line_begin:
          if (at == 0) open.push_back(i + 1);
          break;
        case Step::line_end:
          if (at == text_.size()) open.push_back(i + 1);
          break;
        case Step::boundary:
        case Step::no_boundary:
          if (is_boundary(text_, at) == (instruction.step == Step::boundary)) open.push_back(i + 1);
          break;
        default:
          threads.push_back({i, begin});
      }
    }
  }

  const Pattern& pattern_;
  std::string_view text_;
  std::vector<std::size_t> seen_;  // where an instruction was entered last
  std::vector<std::size_t> open_;
};

Result<Pattern> Pattern::compile(std::string_view regex) {
  auto pattern = PatternCompiler(regex).compile();
  if (!pattern) return pattern;
  if (pattern->find_any("", 0)) return wrong_pattern("matches the empty text");
  return pattern;
}

std::optional<Pattern::Match> Pattern::find_any(std::string_view text, std::size_t from) const {
  return Run(*this, text).find(from);
}

std::optional<Pattern::Match> Pattern::find(std::string_view text, std::size_t from) const {
  while (from < text.size()) {
    const auto match = find_any(text, from);
    if (!match || match->end > match->begin) return match;
    from = match->end + (match->end < text.size() ? decode(text, match->end).size : 1);
  }
  return std::nullopt;
}

}  // namespace anthropic::internal::local
