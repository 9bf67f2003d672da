#include "prompt/edit_lines.hpp"

#include <string_view>
#include <vector>

#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

/// As joined() does, but blank lines in front stay.
std::string joined_lines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (&line == &lines.front() ? "" : "\n") + line;
  return text;
}

}  // namespace

std::optional<std::string> edit_lines(LineSource& lines, const std::string& text) {
  const std::vector<std::string_view> before = lines_of(text);
  std::vector<std::string> after;
  for (std::size_t number = 0;; ++number) {
    const bool is_new = number >= before.size();
    const std::string prompt = std::to_string(after.size() + 1) + "| ";
    const LineSource::Line line =
        is_new ? lines.read(prompt) : lines.edit(prompt, std::string(before[number]));
    if (line.outcome == LineSource::Outcome::interrupted || line.outcome == LineSource::Outcome::too_long)
      return {};
    if (line.outcome == LineSource::Outcome::end || line.text == ".") {
      // What was not shown yet stays.
      for (; number < before.size(); ++number) after.emplace_back(before[number]);
      return joined_lines(after);
    }
    const bool is_emptied = !is_new && line.text.empty() && !before[number].empty();
    if (!is_emptied) after.push_back(line.text);
  }
}

}  // namespace anthropic::internal::cli
