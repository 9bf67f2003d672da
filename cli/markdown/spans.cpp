#include "markdown/spans.hpp"

#include <algorithm>

#include "base/text/text.hpp"
#include "terminal/width.hpp"
#include "terminal/word_wrap.hpp"

namespace anthropic::internal::cli {
namespace {

constexpr std::string_view kPunctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

bool is_blank_at(std::string_view text, std::size_t at) {
  return at >= text.size() || text[at] == ' ' || text[at] == '\t';
}

class SpanReader {
 public:
  SpanReader(Marks marks, std::vector<Span>& out) : marks_(marks), out_(out) {}

  void read(std::string_view text, SpanStyle style) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t taken = take(text, at, style);
      if (taken == 0) add(text.substr(at, 1), style);
      at += std::max<std::size_t>(taken, 1);
    }
  }

 private:
  /// How many bytes a construct has that begins there; 0 if none does.
  std::size_t take(std::string_view text, std::size_t at, SpanStyle style) {
    switch (text[at]) {
      case '\\':
        if (at + 1 >= text.size() || kPunctuation.find(text[at + 1]) == std::string_view::npos) return 0;
        add(text.substr(at + 1, 1), style);
        return 2;
      case '`':
        return take_code(text, at);
      case '*':
        if (const std::size_t bold = take_marked(text, at, "**", SpanStyle::bold)) return bold;
        return take_marked(text, at, "*", SpanStyle::emphasis);
      case '[':
        return take_link(text, at, style);
      default:
        return 0;
    }
  }

  std::size_t take_code(std::string_view text, std::size_t at) {
    const std::size_t count = std::min(text.find_first_not_of('`', at), text.size()) - at;
    const std::string_view mark = text.substr(at, count);
    for (std::size_t end = text.find(mark, at + count); end < text.size(); end = text.find(mark, end)) {
      const std::size_t after = std::min(text.find_first_not_of('`', end), text.size());
      if (after - end != count) {
        end = after;
        continue;
      }
      const std::string_view code = text.substr(at + count, end - at - count);
      add(marks_ == Marks::stay ? text.substr(at, after - at)
          : count > 1           ? trim(code)
                                : code,
          SpanStyle::code);
      return after - at;
    }
    add(mark, SpanStyle::plain);
    return count;
  }

  std::size_t take_marked(std::string_view text, std::size_t at, std::string_view mark, SpanStyle style) {
    const std::size_t begin = at + mark.size();
    if (text.substr(at, mark.size()) != mark || is_blank_at(text, begin)) return 0;
    for (std::size_t end = text.find(mark, begin + 1); end < text.size(); end = text.find(mark, end + 1)) {
      const bool is_longer = mark.size() == 1 && end + 1 < text.size() && text[end + 1] == '*';
      if (is_longer) ++end;
      if (is_longer || is_blank_at(text, end - 1)) continue;
      if (marks_ == Marks::stay) add(mark, style);
      read(text.substr(begin, end - begin), style);
      if (marks_ == Marks::stay) add(mark, style);
      return end + mark.size() - at;
    }
    return 0;
  }

  std::size_t take_link(std::string_view text, std::size_t at, SpanStyle style) {
    const std::size_t middle = text.find("](", at);
    const std::size_t end = middle < text.size() ? text.find(')', middle) : std::string_view::npos;
    if (end >= text.size() || text.find('[', at + 1) < middle) return 0;
    const std::string_view name = text.substr(at + 1, middle - at - 1);
    const std::string_view address = text.substr(middle + 2, end - middle - 2);
    read(name, style);
    if (name != address) add(" (" + std::string(address) + ")", style);
    return end + 1 - at;
  }

  void add(std::string_view text, SpanStyle style) {
    if (text.empty()) return;
    if (out_.empty() || out_.back().style != style) out_.push_back({{}, style});
    out_.back().text += text;
  }

  const Marks marks_;
  std::vector<Span>& out_;
};

}  // namespace

std::vector<Span> read_spans(std::string_view text, Marks marks) {
  std::vector<Span> spans;
  SpanReader(marks, spans).read(text, SpanStyle::plain);
  return spans;
}

std::vector<std::vector<Span>> wrapped_spans(const std::vector<Span>& spans, std::size_t width) {
  std::string text;
  std::vector<SpanStyle> styles;  // of each byte
  for (const Span& span : spans) {
    text += span.text;
    styles.resize(text.size(), span.style);
  }
  for (char& c : text) {
    if (c == '\t' || c == '\n') c = ' ';
  }
  std::vector<std::vector<Span>> lines;
  std::size_t at = 0;
  for (const std::string& line : wrapped_lines(text, width)) {
    std::vector<Span>& out = lines.emplace_back();
    for (const char c : line) {
      // Wrapping takes blanks away where it breaks.
      while (text[at] != c) ++at;
      if (out.empty() || out.back().style != styles[at]) out.push_back({{}, styles[at]});
      out.back().text += c;
      ++at;
    }
  }
  return lines;
}

std::size_t width_of(const std::vector<Span>& spans) {
  std::size_t width = 0;
  for (const Span& span : spans) width += display_width(span.text);
  return width;
}

void append_spans(const std::vector<Span>& spans, StyledText& out) {
  for (const Span& span : spans) {
    switch (span.style) {
      case SpanStyle::plain:
        out.plain(span.text);
        break;
      case SpanStyle::bold:
        out.bold(span.text);
        break;
      case SpanStyle::emphasis:
        out.underlined(span.text);
        break;
      case SpanStyle::code:
        out.blue(span.text);
        break;
    }
  }
}

}  // namespace anthropic::internal::cli
