#include "markdown/markdown.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "base/text/text.hpp"
#include "markdown/markdown_table.hpp"
#include "markdown/spans.hpp"
#include "terminal/width.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

// Longer lines are hard to read.
constexpr std::size_t kWidestText = 120;
constexpr std::size_t kNarrowestText = 8;

std::size_t indentation(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

/// How many bytes "- ", "* ", "+ " or "1. " has; 0 if the line begins no item.
std::size_t length_of_bullet(std::string_view line) {
  line.remove_prefix(indentation(line));
  if (line.starts_with("- ") || line.starts_with("* ") || line.starts_with("+ ")) return 2;
  const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
  const bool is_number =
      digits > 0 && digits < 10 && (line.substr(digits, 2) == ". " || line.substr(digits, 2) == ") ");
  return is_number ? digits + 2 : 0;
}

std::size_t level_of_heading(std::string_view line) {
  const std::size_t level = std::min(line.find_first_not_of('#'), line.size());
  return level >= 1 && level <= 6 && line.substr(level).starts_with(' ') ? level : 0;
}

bool is_rule(std::string_view line) {
  line = trim(line);
  return line.size() >= 3 && (line.find_first_not_of("- ") == std::string_view::npos ||
                              line.find_first_not_of("* ") == std::string_view::npos);
}

bool begins_block(std::string_view line) {
  const std::string_view text = trim(line);
  return text.empty() || level_of_heading(line) > 0 || length_of_bullet(line) > 0 ||
         text.starts_with("```") || text.starts_with('>') || text.starts_with('|');
}

/// Chinese has no blanks where a line of the source ends.
bool needs_blank_between(std::string_view before, std::string_view after) {
  constexpr std::size_t kLongestCharacter = 4;
  const std::string_view last = before.substr(before.size() - std::min(before.size(), kLongestCharacter));
  const std::size_t length =
      std::max<std::size_t>(whole_characters(after.substr(0, std::min<std::size_t>(3, after.size()))), 1);
  const bool is_east_asian = !last.empty() && static_cast<unsigned char>(last.back()) >= 0x80 &&
                             display_width(after.substr(0, length)) > 1;
  return !is_east_asian;
}

class Renderer {
 public:
  Renderer(std::string_view markdown, const TextStyle& style)
      : lines_(lines_of(markdown)),
        style_(style),
        marks_(style.has_colour ? Marks::are_dropped : Marks::stay),
        width_(std::min(style.width, kWidestText)),
        out_(style.has_colour) {}

  StyledText render() {
    while (at_ < lines_.size()) {
      const std::string_view line = lines_[at_];
      if (trim(line).empty()) {
        ++at_;
        was_item_ = was_item_ && is_item(at_);
        continue;
      }
      const bool is_item_now = is_item(at_);
      if (is_begun_ && !(was_item_ && is_item_now)) out_.plain("\n");
      is_begun_ = true;
      block(line);
      was_item_ = is_item_now;
    }
    return out_;
  }

 private:
  bool is_item(std::size_t at) const {
    return at < lines_.size() && length_of_bullet(lines_[at]) > 0 && !is_rule(lines_[at]);
  }

  void block(std::string_view line) {
    if (trim(line).starts_with("```")) return code();
    if (const std::size_t level = level_of_heading(line)) return heading(level);
    if (is_rule(line)) return rule();
    if (at_ + 1 < lines_.size() && begins_table(line, lines_[at_ + 1])) return table();
    if (trim(line).starts_with('>')) return quote();
    if (is_item(at_)) return item();
    paragraph(read_paragraph(std::string(trim(line))), "", "");
  }

  void code() {
    ++at_;
    for (; at_ < lines_.size() && !trim(lines_[at_]).starts_with("```"); ++at_)
      out_.plain("    ").blue(lines_[at_]).plain("\n");
    ++at_;
  }

  void heading(std::size_t level) {
    std::string text(trim(lines_[at_++]));
    if (marks_ == Marks::are_dropped) text.erase(0, level + 1);
    std::vector<Span> spans = read_spans(text, marks_);
    for (Span& span : spans) span.style = SpanStyle::bold;
    for (const std::vector<Span>& line : wrapped_spans(spans, width_)) {
      append_spans(line, out_);
      out_.plain("\n");
    }
  }

  void rule() {
    ++at_;
    std::string line;
    for (std::size_t i = 0; i < width_; ++i) line += style_.has_blocks ? "─" : "-";
    out_.faint(line).plain("\n");
  }

  void table() {
    std::vector<std::string_view> rows;
    for (; at_ < lines_.size() && trim(lines_[at_]).starts_with('|'); ++at_) rows.push_back(lines_[at_]);
    out_.append(markdown_table(rows, style_));
  }

  void quote() {
    std::string text;
    for (; at_ < lines_.size() && trim(lines_[at_]).starts_with('>'); ++at_)
      join(text, trim(trim(lines_[at_]).substr(1)));
    const std::string bar = style_.has_blocks ? "│ " : "> ";
    paragraph(text, bar, bar);
  }

  void item() {
    const std::string_view line = lines_[at_];
    const std::size_t indent = indentation(line);
    const std::size_t bullet = length_of_bullet(line);
    std::string mark(line.substr(indent, bullet));
    if (style_.has_blocks && mark.size() == 2 && !is_digit(mark[0])) mark = "• ";
    const std::string text = read_paragraph(std::string(trim(line.substr(indent + bullet))));
    paragraph(text, std::string(indent + 2, ' ') + mark, std::string(indent + 2 + bullet, ' '));
  }

  /// With the lines that go on with it.
  std::string read_paragraph(std::string text) {
    for (++at_; at_ < lines_.size() && !begins_block(lines_[at_]); ++at_) join(text, trim(lines_[at_]));
    return text;
  }

  static void join(std::string& text, std::string_view more) {
    if (!text.empty() && needs_blank_between(text, more)) text += ' ';
    text += more;
  }

  void paragraph(const std::string& text, const std::string& first, const std::string& others) {
    const std::size_t indent = display_width(first);
    const std::size_t width = std::max(width_, indent + kNarrowestText) - indent;
    std::string_view before = first;
    for (const std::vector<Span>& line : wrapped_spans(read_spans(text, marks_), width)) {
      out_.plain(before);
      append_spans(line, out_);
      out_.plain("\n");
      before = others;
    }
  }

  const std::vector<std::string_view> lines_;
  const TextStyle& style_;
  const Marks marks_;
  const std::size_t width_;
  StyledText out_;
  std::size_t at_ = 0;
  bool is_begun_ = false;
  bool was_item_ = false;
};

}  // namespace

StyledText markdown_text(std::string_view markdown, const TextStyle& style) {
  return Renderer(markdown, style).render();
}

}  // namespace anthropic::internal::cli
