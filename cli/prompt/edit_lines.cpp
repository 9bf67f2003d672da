#include "prompt/edit_lines.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace anthropic::internal::cli {
namespace {

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string joined_lines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (&line == &lines.front() ? "" : "\n") + line;
  return text;
}

}  // namespace

std::optional<std::string> edit_lines(LineSource& lines, const std::string& text) {
  const std::vector<std::string> before = split(text);
  std::vector<std::string> after;
  for (std::size_t number = 0;; ++number) {
    const bool is_new = number >= before.size();
    const std::string prompt = std::to_string(after.size() + 1) + "| ";
    const LineSource::Line line = is_new ? lines.read(prompt) : lines.edit(prompt, before[number]);
    if (line.outcome == LineSource::Outcome::interrupted || line.outcome == LineSource::Outcome::too_long)
      return {};
    if (line.outcome == LineSource::Outcome::end || line.text == ".") {
      // What was not shown yet stays.
      for (; number < before.size(); ++number) after.push_back(before[number]);
      return joined_lines(after);
    }
    const bool is_emptied = !is_new && line.text.empty() && !before[number].empty();
    if (!is_emptied) after.push_back(line.text);
  }
}

}  // namespace anthropic::internal::cli
