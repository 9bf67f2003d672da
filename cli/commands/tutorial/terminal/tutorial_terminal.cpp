#include "commands/tutorial/terminal/tutorial_terminal.hpp"

#include <algorithm>
#include <signal.h>
#include <utility>

#include "base/text/text.hpp"
#include "base/text/utf8.hpp"
#include "commands/tutorial/output/lesson_list.hpp"
#include "errors/exit_codes.hpp"
#include "prompt/prompt.hpp"
#include "terminal/word_wrap.hpp"

namespace anthropic::internal::cli {
namespace {

using tutorial::Lesson;
using tutorial::LessonCell;

bool is_for_tutorial(std::string_view text) {
  constexpr std::string_view kDirectives[] = {"%model", "%lang", "%reset", "%hint", "%solution"};
  return std::any_of(std::begin(kDirectives), std::end(kDirectives),
                     [&](std::string_view directive) { return text.starts_with(directive); });
}

}  // namespace

int TutorialTerminal::run(const std::string& lesson, const std::string& cell) {
  greet();
  if (lesson.empty()) {
    show_menu();
  } else {
    open(lesson, cell);
  }
  bool was_interrupted = false;
  while (!is_ending_ && screen_.console().out.failure() == 0) {
    screen_.show_blank_line();
    screen_.show(offers_text(offers(), screen_.language(), screen_.style()));
    const LineSource::Line line = lines_.read(prompt());
    if (line.outcome == LineSource::Outcome::interrupted) {
      if (std::exchange(was_interrupted, true)) return kExitFirstSignal + SIGINT;
      screen_.say("Ctrl-C again, or q, ends the tutorial.", "再按一次 Ctrl-C 或输入 q 结束教程。");
      continue;
    }
    was_interrupted = false;
    if (line.outcome != LineSource::Outcome::line) {
      screen_.console().out.write("\n");
      break;
    }
    handle(meant_by(line.text));
    if (bench_.last_signal() == SIGTERM) return kExitFirstSignal + SIGTERM;
  }
  screen_.say("Where you are is remembered.", "进度已记住。");
  return kExitOk;
}

// --- Where the learner is

const Lesson* TutorialTerminal::lesson() const {
  if (lesson_.empty()) return nullptr;
  const auto found = session_.course().find_lesson(lesson_);
  return found ? *found : nullptr;
}

std::vector<LessonStep> TutorialTerminal::steps() const {
  return lesson() ? steps_of(*lesson()) : std::vector<LessonStep>();
}

const LessonCell* TutorialTerminal::cell() const {
  const std::vector<LessonStep> all = steps();
  return step_ < all.size() ? all[step_].code : nullptr;
}

const tutorial::Exercise* TutorialTerminal::exercise() const {
  const LessonCell* here = cell();
  return here && here->exercise ? &*here->exercise : nullptr;
}

void TutorialTerminal::greet() {
  StyledText text = screen_.console().out.styled();
  text.bold(screen_.phrase("Prompt engineering, learned by doing", "在实践中学习提示工程")).plain("\n");
  screen_.show(text);
  if (session_.is_live()) {
    screen_.say("Claude answers, which costs money: t shows how much.",
                "由 Claude 回答，会产生费用：t 显示用量。");
  } else {
    screen_.say(
        "Answers are recorded practice material, not Claude. With credentials for Amazon Bedrock, --live "
        "asks "
        "Claude.",
        "回答是录制的练习材料，不是 Claude。有 Amazon Bedrock 凭证时，--live 会询问 Claude。");
  }
}

void TutorialTerminal::show_menu() {
  lesson_.clear();
  screen_.show_blank_line();
  screen_.show(menu_text(session_.course(), session_.state(), screen_.style()));
}

void TutorialTerminal::show_step() {
  const std::vector<LessonStep> all = steps();
  if (step_ >= all.size()) return show_menu();
  const LessonStep& step = all[step_];
  if (step.code) bench_.begin(step.code->id);
  screen_.show_blank_line();
  screen_.show(step_text({.lesson = *lesson(),
                          .steps = all,
                          .number = step_,
                          .prompt = step.code ? bench_.prompt_of(*step.code) : "",
                          .state = session_.state()},
                         screen_.style()));
  screen_.warn(session_.remember_place(lesson_, step.id()));
}

void TutorialTerminal::open(std::string lesson, const std::string& cell) {
  lesson_ = std::move(lesson);
  step_ = find_step(steps(), cell);
  show_step();
}

void TutorialTerminal::go_to(const std::string& name) {
  if (const tutorial::CellPlace found = session_.course().find_exercise(name))
    return open(found.lesson->id, found.cell->id);
  const auto found = session_.course().find_lesson(name);
  if (!found) return screen_.complain(found.error().message, found.error().hint);
  open((*found)->id, "");
}

void TutorialTerminal::go_to_result(const std::string& number) {
  const long long wanted = parse_integer(number).value_or(0);
  if (wanted < 1 || wanted > static_cast<long long>(found_.size()))
    return screen_.complain(screen_.phrase("there is no result #%1", "没有结果 #%1", {number}),
                            screen_.phrase("Search first: /WORD", "请先搜索：/词"));
  const FoundCell& found = found_[static_cast<std::size_t>(wanted) - 1];
  open(found.lesson, found.cell);
}

void TutorialTerminal::go_forward() {
  const std::vector<Lesson>& lessons = session_.course().lessons();
  if (!lesson()) {
    const auto last = session_.course().find_lesson(session_.state().lesson);
    return last ? open((*last)->id, session_.state().cell) : open(lessons.front().id, "");
  }
  if (step_ + 1 < steps().size()) {
    ++step_;
    return show_step();
  }
  const auto number = static_cast<std::size_t>(lesson() - lessons.data());
  if (number + 1 < lessons.size()) return open(lessons[number + 1].id, "");
  screen_.say("That was the last lesson.", "这是最后一课。");
  show_menu();
}

void TutorialTerminal::go_back() {
  if (!lesson() || step_ == 0) return show_menu();
  --step_;
  show_step();
}

// --- What is typed

std::vector<Offer> TutorialTerminal::offers() const {
  const LessonCell* here = cell();
  return offers_for({.course = session_.course(),
                     .state = session_.state(),
                     .lesson = lesson(),
                     .cell = here,
                     .is_last_step = step_ + 1 == steps().size(),
                     .is_answered = here && bench_.is_answered(here->id),
                     .can_compare = here && bench_.can_compare(here->id)});
}

std::string TutorialTerminal::prompt() const {
  if (!lesson()) return "tutorial> ";
  const tutorial::Exercise* here = exercise();
  return (here ? here->id : lesson_) + "> ";
}

/// Who types what an offer says, such as "run it", takes it.
TerminalCommand TutorialTerminal::meant_by(const std::string& line) const {
  const std::string typed = ascii_lower(trim(line));
  for (const Offer& offer : offers()) {
    const bool is_complete =
        offer.kind != Kind::prompt && offer.kind != Kind::place && offer.kind != Kind::search;
    if (is_complete && typed == ascii_lower(offer.text)) return {offer.kind, ""};
  }
  return read_command(line);
}

void TutorialTerminal::handle(const TerminalCommand& command) {
  switch (command.kind) {
    case Kind::go_on:
      return handle({offers().front().kind, ""});
    case Kind::next:
      return go_forward();
    case Kind::previous:
      return go_back();
    case Kind::again:
      return lesson() ? show_step() : show_menu();
    case Kind::menu:
      return show_menu();
    case Kind::place:
      return go_to(command.argument);
    case Kind::search:
      return search(command.argument);
    case Kind::result:
      return go_to_result(command.argument);
    case Kind::tokens:
      return screen_.show_line(bench_.tally().text(screen_.language()));
    case Kind::language:
      return choose_language(command.argument);
    case Kind::help:
      return screen_.show_line(command_help(screen_.language()));
    case Kind::quit:
      is_ending_ = true;
      return;
    case Kind::hint:
    case Kind::solution:
    case Kind::reset:
      return handle_in_exercise(command.kind);
    case Kind::run:
    case Kind::edit:
    case Kind::editor:
    case Kind::compare:
    case Kind::prompt:
      return handle_in_cell(command);
    case Kind::unknown:
      return complain_of_unknown(command.argument);
  }
}

void TutorialTerminal::complain_of_unknown(const std::string& word) {
  const std::string nearest = nearest_command(word);
  std::string hint = nearest.empty() ? "" : screen_.phrase("Did you mean %1? ", "是 %1 吗？", {nearest});
  hint += screen_.phrase("? lists them.", "? 列出所有命令。");
  if (cell())
    hint += screen_.phrase(" A prompt that is typed has more than one word; e takes any.",
                           "直接输入的提示要多于一个词；e 可以编辑任何提示。");
  screen_.complain(screen_.phrase("there is no command %1", "没有命令 %1", {in_quotes(word)}), hint);
}

void TutorialTerminal::handle_in_cell(const TerminalCommand& command) {
  if (!is_utf8(command.argument))
    return screen_.complain(screen_.phrase("the line is not UTF-8", "这一行不是 UTF-8"));
  if (command.kind == Kind::prompt && is_for_tutorial(command.argument))
    return run_directive(command.argument);
  const LessonCell* here = cell();
  if (!here)
    return screen_.complain(
        screen_.phrase("there is no prompt here", "这里没有提示"),
        screen_.phrase("Go to a lesson first, for example: 01", "请先前往一课，例如：01"));
  const std::string id = here->id;
  if (command.kind == Kind::run) return bench_.run(id);
  if (command.kind == Kind::edit) return bench_.edit(id);
  if (command.kind == Kind::editor) return bench_.edit_outside(id);
  if (!command.argument.empty()) {
    lines_.remember(command.argument);
    bench_.try_line(id, command.argument);
  }
  if (command.kind == Kind::compare) bench_.compare(id);
}

void TutorialTerminal::handle_in_exercise(Kind kind) {
  const tutorial::Exercise* here = exercise();
  if (!here && cell() && kind == Kind::reset) {
    bench_.forget(cell()->id);
    return show_step();
  }
  if (!here)
    return screen_.complain(
        screen_.phrase("this is no exercise", "这里不是练习"),
        screen_.phrase("Go to one first, for example: 1.1", "请先前往一个练习，例如：1.1"));
  const std::string id = here->id;
  if (kind == Kind::reset) return reset(id);
  if (kind == Kind::solution) return screen_.show_markdown(session_.solution(id));
  // Each line is a sentence of its own.
  for (const std::string& line : wrapped_lines(session_.hint(id), 0)) screen_.show_markdown(line);
}

void TutorialTerminal::run_directive(const std::string& source) {
  const auto run = session_.run(source, {});
  if (!run) return screen_.complain(run.error().message, run.error().hint);
  screen_.show_markdown(run->text);
  screen_.warn(run->save_problem);
}

void TutorialTerminal::reset(const std::string& exercise) {
  const LineSource::Line answer =
      lines_.read(screen_.phrase("Forget tries, hints and your prompt of exercise %1? [y/N] ",
                                 "清除练习 %1 的尝试、提示和你写的内容？[y/N] ", {exercise}));
  if (answer.outcome != LineSource::Outcome::line || !means_yes(answer.text))
    return screen_.say("Nothing was forgotten.", "什么也没有清除。");
  screen_.warn(session_.reset(exercise));
  bench_.forget(session_.course().find_exercise(exercise).cell->id);
  show_step();
}

void TutorialTerminal::search(const std::string& text) {
  if (text.empty())
    return screen_.complain(screen_.phrase("what is to be searched for?", "要搜索什么？"),
                            screen_.phrase("For example: /role", "例如：/角色"));
  found_ = search_lessons(session_.course(), text);
  if (found_.empty()) return screen_.say("No lesson holds %1.", "没有课程包含 %1。", {in_quotes(text)});
  screen_.show(found_text(found_, text.size(), screen_.style()));
  screen_.say("#1 opens the first.", "#1 打开第一个。");
}

void TutorialTerminal::choose_language(const std::string& name) {
  const bool is_english = screen_.language() == tutorial::Language::en;
  const std::string chosen = name.empty() ? (is_english ? "zh" : "en") : name;
  if (!tutorial::language_named(chosen))
    return screen_.complain(screen_.phrase("there is no language %1", "没有语言 %1", {in_quotes(chosen)}),
                            screen_.phrase("There are: en, zh.", "有：en、zh。"));
  bench_.forget_all();
  found_.clear();
  run_directive("%lang " + chosen);
  if (chosen == "zh") screen_.say("", "输入 l en 恢复英文。(l en: English)");
  return lesson() ? show_step() : show_menu();
}

}  // namespace anthropic::internal::cli
