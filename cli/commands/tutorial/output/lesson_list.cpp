#include "commands/tutorial/output/lesson_list.hpp"

#include <algorithm>
#include <utility>

#include <anthropic/json.hpp>

#include "terminal/width.hpp"
#include "text/json_text.hpp"

namespace anthropic::internal::cli {
namespace {

using tutorial::Course;
using tutorial::Lesson;
using tutorial::LessonCell;
using tutorial::phrase;
using tutorial::ProgressState;

// Of the menu's columns.
constexpr std::size_t kIdWidth = 6;
constexpr std::size_t kCountWidth = 9;
constexpr std::size_t kNarrowestSummary = 30;
constexpr std::size_t kNarrowestTitle = 8;

Json exercise_json(const LessonCell& cell, const ProgressState& state, tutorial::Language language) {
  const tutorial::ExerciseProgress progress = state.exercise(cell.exercise->id);
  return Json::object({{"id", cell.exercise->id},
                       {"title", cell.exercise->title.in(language)},
                       {"attempts", progress.attempts},
                       {"hints", progress.hints},
                       {"solution_seen", progress.solution_seen},
                       {"solved", progress.is_solved() ? Json(progress.solved) : Json(nullptr)}});
}

Json lesson_json(const Lesson& lesson, const ProgressState& state, tutorial::Language language) {
  Json cells = Json::array();
  for (const LessonCell& cell : lesson.cells) {
    Json json = Json::object({{"id", cell.id}, {"type", cell.is_code ? "code" : "markdown"}});
    if (cell.exercise) json.set("exercise", exercise_json(cell, state, language));
    cells.push_back(std::move(json));
  }
  return Json::object({{"id", lesson.id},
                       {"file", lesson.file},
                       {"title", lesson.title.in(language)},
                       {"summary", lesson.summary.in(language)},
                       {"cells", std::move(cells)}});
}

std::string count_text(const ExerciseCount& count) {
  if (count.exercises == 0) return "";
  const std::string text = std::to_string(count.solved) + "/" + std::to_string(count.exercises);
  return count.solved == count.exercises ? text + " ✓" : text;
}

}  // namespace

ExerciseCount count_exercises(const Lesson& lesson, const ProgressState& state) {
  ExerciseCount count;
  for (const LessonCell& cell : lesson.cells) {
    if (!cell.exercise) continue;
    ++count.exercises;
    if (state.exercise(cell.exercise->id).is_solved()) ++count.solved;
  }
  return count;
}

std::string lesson_list(const Course& course, const ProgressState& state) {
  std::size_t widest = 0;
  for (const Lesson& lesson : course.lessons())
    widest = std::max(widest, display_width(lesson.title.in(course.language())));
  std::string out;
  for (const Lesson& lesson : course.lessons()) {
    const ExerciseCount count = count_exercises(lesson, state);
    out += pad_right(lesson.id, kIdWidth) + pad_right(lesson.title.in(course.language()), widest) + "  ";
    if (count.exercises > 0)
      out += phrase(course.language(), "%1 of %2 solved", "已完成 %1/%2",
                    {std::to_string(count.solved), std::to_string(count.exercises)});
    out.erase(out.find_last_not_of(' ') + 1);
    out += "\n";
  }
  return out;
}

StyledText menu_text(const Course& course, const ProgressState& state, const TextStyle& style) {
  const tutorial::Language language = course.language();
  std::size_t title_width = 0;
  for (const Lesson& lesson : course.lessons())
    title_width = std::max(title_width, display_width(lesson.title.in(language)));
  constexpr std::size_t kBesideTitle = 2 + kIdWidth + 2 + kCountWidth;
  title_width = std::min(title_width, std::max(style.width, kBesideTitle + kNarrowestTitle) - kBesideTitle);
  const std::size_t taken = kBesideTitle + title_width;
  const std::size_t summary_width = style.width > taken ? style.width - taken - 1 : 0;

  ExerciseCount all;
  StyledText out(style.has_colour);
  for (const Lesson& lesson : course.lessons()) {
    const ExerciseCount count = count_exercises(lesson, state);
    all.exercises += count.exercises;
    all.solved += count.solved;
    const bool is_here = lesson.id == state.lesson;
    const std::string title =
        pad_right(fit_to_width(lesson.title.in(language), title_width, "…"), title_width);
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

std::string lesson_list_json(const Course& course, const ProgressState& state) {
  Json lessons = Json::array();
  for (const Lesson& lesson : course.lessons())
    lessons.push_back(lesson_json(lesson, state, course.language()));
  return json_line(Json::object({{"language", tutorial::to_string(course.language())},
                                 {"folder", course.folder()},
                                 {"lesson", state.lesson},
                                 {"cell", state.cell},
                                 {"lessons", std::move(lessons)}}));
}

std::string lesson_text(const Lesson& lesson, const ProgressState& state, const std::string& command) {
  std::string out;
  for (const LessonCell& cell : lesson.cells) {
    if (!cell.is_code) {
      out += cell.source + "\n\n";
      continue;
    }
    const bool is_solved = cell.exercise && state.exercise(cell.exercise->id).is_solved();
    out += "[" + cell.id + "]" + (is_solved ? " \xE2\x9C\x93" : "") + "\n";
    for (std::string_view rest = cell.source; !rest.empty();) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      out += "    " + std::string(rest.substr(0, end)) + "\n";
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    out += "  > " + command + " " +
           (cell.exercise ? cell.exercise->id + " \"…\"" : lesson.id + " --cell " + cell.id) + "\n\n";
  }
  return out;
}

std::string next_exercise(const Course& course, const ProgressState& state, const Lesson* from) {
  bool is_behind = from == nullptr;
  for (const Lesson& lesson : course.lessons()) {
    is_behind = is_behind || &lesson == from;
    for (const LessonCell& cell : lesson.cells) {
      if (is_behind && cell.exercise && !state.exercise(cell.exercise->id).is_solved())
        return cell.exercise->id;
    }
  }
  return from ? next_exercise(course, state) : "";
}

}  // namespace anthropic::internal::cli
