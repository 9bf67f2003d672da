#include "commands/tutorial/terminal/search.hpp"

#include <algorithm>
#include <optional>

#include "base/text/text.hpp"
#include "base/text/utf8.hpp"
#include "terminal/width.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

using tutorial::LessonCell;

std::optional<FoundCell> find_in(std::string_view source, const std::string& small) {
  while (!source.empty()) {
    const std::size_t end = std::min(source.find('\n'), source.size());
    const std::string_view line = source.substr(0, end);
    const std::size_t at = ascii_lower(line).find(small);
    if (at != std::string::npos) return FoundCell{.line = std::string(line), .begin = at};
    source.remove_prefix(std::min(end + 1, source.size()));
  }
  return {};
}

/// Markdown without what its lines begin with, and without marks of bold text.
std::string without_marks(std::string_view source) {
  std::string text;
  while (!source.empty()) {
    const std::size_t end = std::min(source.find('\n'), source.size());
    const std::string_view line = source.substr(0, end);
    text += line.substr(std::min(line.find_first_not_of("#|> "), line.size()));
    text += '\n';
    source.remove_prefix(std::min(end + 1, source.size()));
  }
  for (std::size_t at = 0; (at = text.find("**", at)) != std::string::npos;) text.erase(at, 2);
  return text;
}

/// The end of the text that is so wide at most, on a character's beginning.
std::string_view tail(std::string_view text, std::size_t width) {
  std::size_t begin = 0;
  while (begin < text.size() && display_width(text.substr(begin)) > width)
    begin += std::max<std::size_t>(utf8_length(text.substr(begin)), 1);
  return text.substr(begin);
}

}  // namespace

std::vector<FoundCell> search_lessons(const tutorial::Course& course, std::string_view text) {
  std::vector<FoundCell> found;
  const std::string small = ascii_lower(text);
  if (small.empty()) return found;
  for (const tutorial::Lesson& lesson : course.lessons()) {
    for (const LessonCell& cell : lesson.cells) {
      if (cell.is_playground) continue;
      std::string source = cell.is_code ? cell.source : without_marks(cell.source);
      if (cell.exercise) source.insert(0, cell.exercise->title.in(lesson.language) + "\n");
      auto hit = find_in(source, small);
      if (!hit) continue;
      hit->lesson = lesson.id;
      hit->cell = cell.id;
      found.push_back(*std::move(hit));
    }
  }
  return found;
}

StyledText found_text(const std::vector<FoundCell>& found, std::size_t length, const TextStyle& style) {
  StyledText out(style.has_colour);
  for (std::size_t i = 0; i < found.size(); ++i) {
    const FoundCell& hit = found[i];
    const std::string number = pad_right("#" + std::to_string(i + 1), 5);
    const std::string lesson = pad_right(hit.lesson, 6);
    const std::string match = hit.line.substr(hit.begin, length);
    const std::size_t taken = display_width(number + lesson) + display_width(match) + 1;
    const std::size_t room = std::max(style.width, taken + 8) - taken;
    const std::string_view before = std::string_view(hit.line).substr(0, hit.begin);
    const bool is_cut =
        display_width(hit.line) > room + display_width(match) && display_width(before) > room / 3;
    const std::string begin = is_cut ? "…" + std::string(tail(before, room / 3 - 1)) : std::string(before);
    out.bold(number).plain(lesson).plain(on_one_line(begin)).bold(match);
    out.plain(fit_to_width(on_one_line(hit.line.substr(hit.begin + match.size())),
                           room - display_width(begin), "…"));
    out.plain("\n");
  }
  return out;
}

}  // namespace anthropic::internal::cli
