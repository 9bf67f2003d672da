#include "commands/tutorial/terminal/menu.hpp"

#include <algorithm>
#include <string>

#include "commands/tutorial/lesson_list.hpp"
#include "terminal/width.hpp"

namespace anthropic::internal::cli {
namespace {

using tutorial::Lesson;
using tutorial::phrase;

constexpr std::size_t kIdWidth = 6;
constexpr std::size_t kCountWidth = 9;
constexpr std::size_t kNarrowestSummary = 30;

std::string count_text(const ExerciseCount& count) {
  if (count.exercises == 0) return "";
  const std::string text = std::to_string(count.solved) + "/" + std::to_string(count.exercises);
  return count.solved == count.exercises ? text + " ✓" : text;
}

}  // namespace

StyledText menu_text(const tutorial::Course& course, const tutorial::ProgressState& state,
                     const TextStyle& style) {
  const tutorial::Language language = course.language();
  std::size_t title_width = 0;
  for (const Lesson& lesson : course.lessons())
    title_width = std::max(title_width, display_width(lesson.title.in(language)));
  const std::size_t taken = 2 + kIdWidth + title_width + 2 + kCountWidth;
  const std::size_t summary_width = style.width > taken ? style.width - taken - 1 : 0;

  ExerciseCount all;
  StyledText out(style.has_colour);
  for (const Lesson& lesson : course.lessons()) {
    const ExerciseCount count = count_exercises(lesson, state);
    all.exercises += count.exercises;
    all.solved += count.solved;
    const bool is_here = lesson.id == state.lesson;
    const std::string title = pad_right(lesson.title.in(language), title_width);
    out.bold(is_here ? "> " : "  ").plain(pad_right(lesson.id, kIdWidth));
    if (is_here) {
      out.bold(title);
    } else {
      out.plain(title);
    }
    const bool has_summary = summary_width >= kNarrowestSummary;
    const std::string counted = count_text(count);
    out.green("  " + (has_summary ? pad_right(counted, kCountWidth) : counted));
    if (has_summary) out.faint(fit_to_width(lesson.summary.in(language), summary_width, "…"));
    out.plain("\n");
  }
  return out.plain("\n").plain(phrase(language, "%1 of %2 exercises solved\n", "已完成 %1 / %2 个练习\n",
                                      {std::to_string(all.solved), std::to_string(all.exercises)}));
}

}  // namespace anthropic::internal::cli
