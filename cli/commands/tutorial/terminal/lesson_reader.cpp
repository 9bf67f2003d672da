#include "commands/tutorial/terminal/lesson_reader.hpp"

#include <algorithm>

#include "markdown/markdown.hpp"
#include "terminal/width.hpp"
#include "terminal/word_wrap.hpp"

namespace anthropic::internal::cli {
namespace {

using tutorial::Lesson;
using tutorial::LessonCell;
using tutorial::phrase;

constexpr std::size_t kWidestRule = 120;
constexpr std::size_t kIndent = 4;
constexpr std::size_t kHanging = 2;  // of what goes on from the line above

/// A line across, with a text in it.
StyledText rule(const std::string& title, const TextStyle& style) {
  const std::string_view dash = style.has_blocks ? "─" : "-";
  const std::size_t width = std::min(style.width, kWidestRule);
  const std::string text = fit_to_width(title, std::max<std::size_t>(width, 12) - 4, "…");
  StyledText out(style.has_colour);
  std::string begin, end;
  for (int i = 0; i < 2; ++i) begin += dash;
  for (std::size_t taken = display_width(text) + 4; taken < width; ++taken) end += dash;
  return out.faint(begin).plain(" ").bold(text).plain(" ").faint(end).plain("\n");
}

std::string status_of(const tutorial::ExerciseProgress& progress, tutorial::Language language) {
  if (progress.is_solved()) return phrase(language, "solved", "已完成");
  if (progress.attempts == 0) return phrase(language, "not tried yet", "还没有尝试");
  return phrase(language, "tries: %1", "尝试次数：%1", {std::to_string(progress.attempts)});
}

StyledText caption_of(const LessonCell& cell, const StepView& view, const TextStyle& style) {
  const tutorial::Language language = view.lesson.language;
  StyledText out(style.has_colour);
  if (!cell.exercise) {
    return out.faint((cell.is_playground ? phrase(language, "playground: ", "随意尝试：") : "") + cell.id +
                     "\n");
  }
  const tutorial::ExerciseProgress progress = view.state.exercise(cell.exercise->id);
  if (progress.is_solved()) out.green("✓ ");
  return out
      .bold(phrase(language, "Exercise %1: %2", "练习 %1：%2",
                   {cell.exercise->id, cell.exercise->title.in(language)}))
      .faint(phrase(language, " (%1)", "（%1）", {status_of(progress, language)}))
      .plain("\n");
}

}  // namespace

std::vector<LessonStep> steps_of(const Lesson& lesson) {
  std::vector<LessonStep> steps;
  bool is_open = false;
  const LessonCell* last_text = nullptr;
  for (const LessonCell& cell : lesson.cells) {
    if (!is_open) steps.emplace_back();
    is_open = !cell.is_code;
    LessonStep& step = steps.back();
    if (!cell.is_code) {
      last_text = &cell;
      step.texts.push_back(&cell);
      continue;
    }
    step.code = &cell;
    const bool lacks_task = cell.exercise && step.texts.empty() && last_text;
    if (lacks_task) step.texts.push_back(last_text);
  }
  return steps;
}

std::size_t find_step(const std::vector<LessonStep>& steps, std::string_view cell) {
  for (std::size_t number = 0; number < steps.size(); ++number) {
    if (steps[number].code && steps[number].code->id == cell) return number;
    for (const LessonCell* text : steps[number].texts) {
      if (text->id == cell) return number;
    }
  }
  return 0;
}

StyledText step_text(const StepView& view, const TextStyle& style) {
  const LessonStep& step = view.steps.at(view.number);
  StyledText out(style.has_colour);
  out.append(rule(view.lesson.id + " " + view.lesson.title.in(view.lesson.language) + " · " +
                      std::to_string(view.number + 1) + "/" + std::to_string(view.steps.size()),
                  style));
  for (const LessonCell* text : step.texts) out.plain("\n").append(markdown_text(text->source, style));
  if (!step.code) return out;
  return out.plain("\n").append(caption_of(*step.code, view, style)).append(prompt_text(view.prompt, style));
}

StyledText prompt_text(const std::string& prompt, const TextStyle& style) {
  StyledText out(style.has_colour);
  const std::size_t width = std::max(style.width, 4 * kIndent) - kIndent - kHanging;
  for (const std::string& line : wrapped_lines(prompt, 0)) {
    const bool is_directive = line.starts_with('%') && !line.starts_with("%%");
    std::size_t indent = kIndent;
    for (const std::string& piece : wrapped_lines(line, width)) {
      out.plain(piece.empty() ? "" : std::string(indent, ' '));
      if (is_directive) {
        out.blue(piece);
      } else {
        out.plain(piece);
      }
      out.plain("\n");
      indent = kIndent + kHanging;
    }
  }
  return out;
}

}  // namespace anthropic::internal::cli
