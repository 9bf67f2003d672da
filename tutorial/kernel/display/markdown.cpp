#include "tutorial/kernel/display/markdown.hpp"

#include <algorithm>
#include <cstddef>

#include "base/text/text.hpp"

namespace anthropic::internal::kernel {
namespace {

/// How often the first character is repeated at the front.
std::size_t run_length(std::string_view text) {
  return std::min(text.find_first_not_of(text.front()), text.size());
}

/// A line that opens a block of code for every reader of Markdown alike: at the margin, with one plain word at most
/// behind it. Its fence; empty if the line is none.
std::string_view opening_fence(std::string_view line) {
  if (!line.starts_with("```") && !line.starts_with("~~~")) return {};
  const std::size_t length = run_length(line);
  for (const char c : trim(line.substr(length))) {
    if (!is_letter_or_digit(c) && std::string_view("+-_#.").find(c) == std::string_view::npos) return {};
  }
  return line.substr(0, length);
}

/// Whether some reader may take the line for the end of the block: code is rather shown wrongly than HTML let through.
bool may_close(std::string_view line, std::string_view fence) {
  return trim(line).ends_with(fence);
}

/// The length of the code that the text begins with, backquotes and all; 0 if they are not closed on the line. A '|' may
/// end a cell of a table, and the code with it.
std::size_t code_length(std::string_view text) {
  const std::size_t ticks = run_length(text);
  for (std::size_t at = ticks; at < text.size();) {
    if (text[at] != '`') {
      if (text[at] == '|') return 0;
      ++at;
      continue;
    }
    const std::size_t closing = run_length(text.substr(at));
    if (closing == ticks) return at + closing;
    at += closing;
  }
  return 0;
}

/// A dollar that begins no formula. Pages look for formulas in the Markdown, and again in the page that was made of it: only an
/// element of its own keeps it from both.
constexpr std::string_view kDollar = "<span>&#36;</span>";

void add_line(std::string_view line, std::string& out) {
  const auto replace = [&](std::size_t length, std::string_view by) {
    out += by;
    line.remove_prefix(length);
  };
  while (!line.empty()) {
    const bool is_escaped = line.front() == '\\' && line.size() > 1;
    if (line.front() == '<' || (is_escaped && line[1] == '<')) {
      replace(is_escaped ? 2 : 1, "&lt;");
    } else if (is_escaped && line[1] == '$') {
      replace(2, kDollar);
    } else if (line.front() == '$' && line.size() > 1 && is_digit(line[1])) {
      replace(1, kDollar);
    } else {
      std::size_t length = is_escaped ? 2 : 1;
      if (line.front() == '`') length = std::max(code_length(line), run_length(line));
      replace(length, line.substr(0, length));
    }
  }
}

std::size_t longest_run_of_backquotes(std::string_view text) {
  std::size_t longest = 0;
  for (std::size_t at = text.find('`'); at < text.size(); at = text.find('`', at)) {
    const std::size_t length = run_length(text.substr(at));
    longest = std::max(longest, length);
    at += length;
  }
  return longest;
}

}  // namespace

std::string safe_markdown(std::string_view markdown) {
  std::string out;
  out.reserve(markdown.size() + markdown.size() / 16);
  std::string_view fence;
  while (!markdown.empty()) {
    const std::size_t end = std::min(markdown.find('\n'), markdown.size());
    const std::string_view line = markdown.substr(0, end);
    if (!fence.empty()) {
      out += line;
      if (may_close(line, fence)) fence = {};
    } else if (fence = opening_fence(line); !fence.empty()) {
      out += line;
    } else {
      add_line(line, out);
    }
    if (end < markdown.size()) out += '\n';
    markdown.remove_prefix(std::min(end + 1, markdown.size()));
  }
  return out;
}

std::string markdown_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '<') {
      out += "&lt;";
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '$') {
      out += kDollar;
    } else {
      if (std::string_view("\\`*_{}[]#|~").find(c) != std::string_view::npos) out += '\\';
      out += c == '\n' ? ' ' : c;
    }
  }
  return out;
}

std::string code_span(std::string_view text) {
  const std::string ticks(longest_run_of_backquotes(text) + 1, '`');
  std::string line(text);
  std::replace(line.begin(), line.end(), '\n', ' ');
  const std::string_view space = text.starts_with('`') || text.ends_with('`') ? " " : "";
  return ticks + std::string(space) + line + std::string(space) + ticks;
}

std::string code_block(std::string_view text, std::string_view language) {
  const std::string fence(std::max<std::size_t>(longest_run_of_backquotes(text) + 1, 3), '`');
  return fence + std::string(language) + "\n" + std::string(text) + (text.ends_with('\n') ? "" : "\n") +
         fence + "\n";
}

}  // namespace anthropic::internal::kernel
