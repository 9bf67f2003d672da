#include "commands/tutorial/terminal/tutorial_terminal.hpp"

#include <algorithm>
#include <optional>
#include <signal.h>
#include <utility>

#include "base/text/text.hpp"
#include "base/text/utf8.hpp"
#include "commands/tutorial/cell_output.hpp"
#include "commands/tutorial/terminal/menu.hpp"
#include "errors/exit_codes.hpp"
#include "io/signals.hpp"
#include "markdown/markdown.hpp"
#include "prompt/edit_lines.hpp"
#include "prompt/hidden_typing.hpp"
#include "prompt/prompt.hpp"
#include "terminal/width.hpp"
#include "terminal/word_wrap.hpp"
#include "tutorial/runner/model_choice.hpp"

namespace anthropic::internal::cli {

using tutorial::CellPlace;
using tutorial::CellRun;
using tutorial::Lesson;
using tutorial::LessonCell;

namespace {

constexpr std::size_t kKeptRuns = 2;

std::string without_last_line_end(std::string text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

std::string without_exercise_line(const std::string& source) {
  if (!source.starts_with("%exercise")) return source;
  return source.substr(std::min(source.find('\n'), source.size() - 1) + 1);
}

bool has_parts(std::string_view source) {
  return source.starts_with("%compare") || source.find("\n%compare") != source.npos;
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
  while (!is_ending_ && console_.out.failure() == 0) {
    show_offers();
    const LineSource::Line line = lines_.read(prompt());
    if (line.outcome == LineSource::Outcome::interrupted) {
      if (std::exchange(was_interrupted, true)) return kExitFirstSignal + SIGINT;
      print_line(say("Ctrl-C again, or q, ends the tutorial.", "再按一次 Ctrl-C 或输入 q 结束教程。"));
      continue;
    }
    was_interrupted = false;
    if (line.outcome != LineSource::Outcome::line) {
      console_.out.write("\n");
      break;
    }
    if (!is_utf8(line.text)) {
      complain(say("the line is not UTF-8", "这一行不是 UTF-8"));
      continue;
    }
    handle(read_command(line.text));
    if (signal_ == SIGTERM) return kExitFirstSignal + SIGTERM;
  }
  print_line(
      say("Where you are is remembered: claude-bedrock tutorial", "进度已记住：claude-bedrock tutorial"));
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

CellPlace TutorialTerminal::place() const {
  const std::vector<LessonStep> all = steps();
  return step_ < all.size() ? CellPlace{lesson(), all[step_].code} : CellPlace{};
}

const tutorial::Exercise* TutorialTerminal::exercise() const {
  const CellPlace here = place();
  return here && here.cell->exercise ? &*here.cell->exercise : nullptr;
}

/// What the learner left in it, in this session or, of an exercise, in an earlier one. Which exercise it is, is known.
std::string TutorialTerminal::source_of(const LessonCell& cell) const {
  const auto found = work_.find(cell.id);
  if (found != work_.end() && !found->second.source.empty()) return found->second.source;
  if (!cell.exercise) return cell.source;
  const std::string before = session_.state().exercise(cell.exercise->id).source;
  return without_exercise_line(before.empty() ? cell.source : before);
}

void TutorialTerminal::greet() {
  StyledText text = console_.out.styled();
  text.bold(say("Prompt engineering, learned by doing", "在实践中学习提示工程")).plain("\n");
  print(text);
  print_line(
      session_.is_live()
          ? say("Claude answers, which costs money: t shows how much.",
                "由 Claude 回答，会产生费用：t 显示用量。")
          : say("Answers are recorded practice material, not Claude. With credentials for Amazon Bedrock, "
                "claude-bedrock tutorial --live asks Claude.",
                "回答是录制的练习材料，不是 Claude。有 Amazon Bedrock 凭证时，claude-bedrock tutorial --live "
                "会询问 Claude。"));
}

void TutorialTerminal::show_menu() {
  lesson_.clear();
  console_.out.write("\n");
  print(menu_text(session_.course(), session_.state(), style()));
}

void TutorialTerminal::open(const std::string& lesson, const std::string& cell) {
  lesson_ = lesson;
  step_ = find_step(steps(), cell);
  show_step();
}

void TutorialTerminal::show_step() {
  const std::vector<LessonStep> all = steps();
  if (step_ >= all.size()) return show_menu();
  const LessonStep& step = all[step_];
  if (step.code) work().is_answered = false;
  console_.out.write("\n");
  print(step_text({.lesson = *lesson(),
                   .steps = all,
                   .number = step_,
                   .source = step.code ? source_of(*step.code) : "",
                   .state = session_.state()},
                  style()));
  warn(session_.remember_place(lesson_, step.id()));
}

void TutorialTerminal::go_to(const std::string& name) {
  if (const CellPlace found = session_.course().find_exercise(name)) {
    open(std::string(found.lesson->id), std::string(found.cell->id));
    return;
  }
  const auto found = session_.course().find_lesson(name);
  if (!found) return complain(found.error().message, found.error().hint);
  open(std::string((*found)->id), "");
}

void TutorialTerminal::go_to_result(const std::string& number) {
  const long long wanted = parse_integer(number).value_or(0);
  if (wanted < 1 || wanted > static_cast<long long>(found_.size()))
    return complain(say("there is no result #%1", "没有结果 #%1", {number}),
                    say("Search first: /WORD", "请先搜索：/词"));
  const FoundCell& found = found_[static_cast<std::size_t>(wanted) - 1];
  open(found.lesson, found.cell);
}

void TutorialTerminal::go_forward() {
  const std::vector<Lesson>& lessons = session_.course().lessons();
  if (!lesson()) {
    const tutorial::ProgressState& state = session_.state();
    const bool is_known = static_cast<bool>(session_.course().find_lesson(state.lesson));
    return is_known ? open(std::string(state.lesson), std::string(state.cell)) : open(lessons.front().id, "");
  }
  if (step_ + 1 < steps().size()) {
    ++step_;
    return show_step();
  }
  const auto number = static_cast<std::size_t>(lesson() - lessons.data());
  if (number + 1 < lessons.size()) return open(std::string(lessons[number + 1].id), "");
  print_line(say("That was the last lesson.", "这是最后一课。"));
  show_menu();
}

void TutorialTerminal::go_back() {
  if (!lesson()) return go_forward();
  if (step_ == 0) return show_menu();
  --step_;
  show_step();
}

// --- What can be done next

std::vector<Offer> TutorialTerminal::offers() const {
  const CellPlace here = place();
  const auto found = here ? work_.find(here.cell->id) : work_.end();
  const CellWork work = found == work_.end() ? CellWork() : found->second;
  return offers_for({.course = session_.course(),
                     .state = session_.state(),
                     .lesson = lesson(),
                     .cell = here.cell,
                     .is_last_step = step_ + 1 == steps().size(),
                     .is_answered = work.is_answered,
                     .can_compare = work.runs.size() == kKeptRuns});
}

void TutorialTerminal::show_offers() {
  console_.out.end_line();
  console_.out.write("\n");
  print(offers_text(offers(), session_.language(), style()));
}

std::string TutorialTerminal::prompt() const {
  if (!lesson()) return "tutorial> ";
  return (exercise() ? exercise()->id : lesson_) + "> ";
}

void TutorialTerminal::handle(const TerminalCommand& command) {
  switch (command.kind) {
    case Kind::go_on:
      return handle({offers().front().kind, ""});
    case Kind::run:
      return run_cell();
    case Kind::edit:
      return edit();
    case Kind::editor:
      return edit_outside();
    case Kind::hint:
      return show_hint();
    case Kind::solution:
      return show_solution();
    case Kind::compare:
      return compare(command.argument);
    case Kind::tokens:
      return print_line(tally_.text(session_.language()));
    case Kind::reset:
      return reset();
    case Kind::next:
      return go_forward();
    case Kind::previous:
      return go_back();
    case Kind::again:
      return lesson() ? show_step() : show_menu();
    case Kind::menu:
      return show_menu();
    case Kind::language:
      return choose_language(command.argument);
    case Kind::help:
      console_.out.write(command_help(session_.language()));
      return;
    case Kind::quit:
      is_ending_ = true;
      return;
    case Kind::search:
      return search(command.argument);
    case Kind::result:
      return go_to_result(command.argument);
    case Kind::place:
      return go_to(command.argument);
    case Kind::prompt:
      return try_text(command.argument);
    case Kind::unknown: {
      const std::string nearest = nearest_command(command.argument);
      return complain(say("there is no command %1", "没有命令 %1", {in_quotes(command.argument)}),
                      nearest.empty()
                          ? say("? lists them.", "? 列出所有命令。")
                          : say("Did you mean %1? ? lists them.", "是 %1 吗？? 列出所有命令。", {nearest}));
    }
  }
}

// --- Prompts

void TutorialTerminal::run_cell() {
  if (has_cell()) run_source(source_of(*place().cell));
}

void TutorialTerminal::try_text(const std::string& text) {
  const bool is_for_tutorial = text.starts_with("%model") || text.starts_with("%lang") ||
                               text.starts_with("%reset") || text.starts_with("%hint") ||
                               text.starts_with("%solution");
  if (is_for_tutorial) return run_other(text);
  if (!has_cell()) return;
  lines_.remember(text);
  run_changed(text);
}

void TutorialTerminal::run_changed(const std::string& text) {
  work().source = without_exercise_line(text);
  run_source(work().source);
}

/// What has nothing to do with the cell.
void TutorialTerminal::run_other(const std::string& source) {
  const auto run = session_.run(source, {});
  if (!run) return complain(run.error().message, run.error().hint);
  print(markdown_text(run->text, style()));
  warn(run->save_problem);
}

void TutorialTerminal::run_source(const std::string& prompt) {
  const std::string source = exercise() ? "%exercise " + exercise()->id + "\n" + prompt : prompt;
  SignalMask::forget_interrupt();
  const Interrupts interrupts(Interrupts::SecondTime::is_ignored);
  std::optional<HiddenTyping> hidden(std::in_place, 0, LineEnds::are_hidden);
  const std::string cell = place().cell->id;
  CellOutput output(console_, session_.language());
  const bool is_shown_in_columns = has_parts(source) && fit_side_by_side(2, style().width);
  const tutorial::RunEvents in_columns{.on_begin = [&](const tutorial::PartRun& part) {
    print_line(say("asking: %1", "正在询问：%1", {part.label}));
  }};
  const auto run =
      session_.run(source, place(), is_shown_in_columns ? in_columns : output.events(), interrupts.token());
  hidden.reset();
  signal_ = interrupts.signal();
  console_.out.end_line();
  if (!run) return complain(run.error().message, run.error().hint);
  if (is_shown_in_columns) print(compare_view(compared_parts(*run, session_.language()), style()));
  output.print_result(*run);
  warn(run->save_problem);
  tally_.add(*run);
  CellWork& done = work_[cell];
  done.is_answered = true;
  if (run->parts.empty()) return;
  done.runs.push_back(compared_run("", prompt, *run, session_.language()));
  if (done.runs.size() > kKeptRuns) done.runs.erase(done.runs.begin());
}

void TutorialTerminal::edit() {
  if (!has_cell()) return;
  print_line(say(
      "Change a line and press Enter; one that you empty is gone. A line with only a . ends, and runs it. "
      "Ctrl-C gives up.",
      "修改一行后按回车；清空的行会删除。只有一个 . 的行表示结束并运行。Ctrl-C 放弃。"));
  const auto text = edit_lines(lines_, source_of(*place().cell));
  if (!text) return print_line(say("The prompt is as it was.", "提示没有改变。"));
  run_changed(*text);
}

void TutorialTerminal::edit_outside() {
  if (!has_cell()) return;
  std::string seen = source_of(*place().cell);
  print_line(
      say("%1 has the prompt; it runs when you save.", "%1 正在编辑提示；保存后运行。", {editor_.command()}));
  const auto take = [&](const std::string& saved) {
    const std::string text = without_last_line_end(saved);
    if (text == seen || !is_utf8(text)) return;
    seen = text;
    run_changed(text);
  };
  const std::string before = seen;
  const auto edited = editor_.edit(seen, take);
  SignalMask::forget_interrupt();
  if (!edited) return complain(edited.error().message, edited.error().hint);
  constexpr int kNotFound = 127;
  if (edited->exit_code == kNotFound)
    return complain(
        say("there is no editor %1", "没有编辑器 %1", {in_quotes(editor_.command())}),
        say("Name one in VISUAL or EDITOR, or use e.", "请在 VISUAL 或 EDITOR 中指定，或使用 e。"));
  if (edited->exit_code != 0)
    return complain(say("the editor failed with exit code %1; what it left is not run",
                        "编辑器以退出码 %1 失败；未运行它留下的内容", {std::to_string(edited->exit_code)}));
  if (!is_utf8(edited->text))
    return complain(say("what the editor saved is not UTF-8", "编辑器保存的内容不是 UTF-8"));
  take(edited->text);
  if (seen == before)
    print_line(say("Nothing was changed; r runs it all the same.", "没有改变；r 仍可运行。"));
}

void TutorialTerminal::show_hint() {
  if (!has_exercise()) return;
  // Each line is a sentence of its own.
  const std::string hint = session_.hint(exercise()->id);
  for (const std::string& line : wrapped_lines(hint, 0)) print(markdown_text(line, style()));
}

void TutorialTerminal::show_solution() {
  if (has_exercise()) print(markdown_text(session_.solution(exercise()->id), style()));
}

void TutorialTerminal::compare(const std::string& text) {
  if (!has_cell()) return;
  if (!text.empty()) try_text(text);
  std::vector<ComparedPrompt> runs = work().runs;
  if (runs.size() < kKeptRuns)
    return complain(say("two prompts are compared; so many ran here: %1",
                        "需要两个提示才能比较；这里运行过 %1 个", {std::to_string(runs.size())}),
                    say("Run this one, change it, and run it again.", "请运行它，修改后再运行一次。"));
  runs[0].title = say("before", "之前");
  runs[1].title = say("last", "最近");
  print(compare_view(runs, style()));
}

void TutorialTerminal::reset() {
  if (!has_exercise()) return;
  const std::string id = exercise()->id;
  const LineSource::Line answer =
      lines_.read(say("Forget tries, hints and your prompt of exercise %1? [y/N] ",
                      "清除练习 %1 的尝试、提示和你写的内容？[y/N] ", {id}));
  if (answer.outcome != LineSource::Outcome::line || !means_yes(answer.text))
    return print_line(say("Nothing was forgotten.", "什么也没有清除。"));
  warn(session_.reset(id));
  work_.erase(place().cell->id);
  show_step();
}

void TutorialTerminal::search(const std::string& text) {
  if (text.empty())
    return complain(say("what is to be searched for?", "要搜索什么？"),
                    say("For example: /role", "例如：/角色"));
  found_ = search_lessons(session_.course(), text);
  if (found_.empty()) return print_line(say("No lesson holds %1.", "没有课程包含 %1。", {in_quotes(text)}));
  print(found_text(found_, text.size(), style()));
  print_line(say("#1 opens the first.", "#1 打开第一个。"));
}

void TutorialTerminal::choose_language(const std::string& name) {
  const bool is_english = session_.language() == tutorial::Language::en;
  const std::string chosen = name.empty() ? (is_english ? "zh" : "en") : name;
  if (!tutorial::language_named(chosen))
    return complain(say("there is no language %1", "没有语言 %1", {in_quotes(chosen)}),
                    say("There are: en, zh.", "有：en、zh。"));
  work_.clear();
  run_other("%lang " + chosen);
  return lesson() ? show_step() : show_menu();
}

// --- Output

bool TutorialTerminal::has_exercise() {
  if (exercise()) return true;
  complain(say("this is no exercise", "这里不是练习"),
           say("Go to one first, for example: 1.1", "请先前往一个练习，例如：1.1"));
  return false;
}

bool TutorialTerminal::has_cell() {
  if (place()) return true;
  complain(say("there is no prompt here", "这里没有提示"),
           say("Go to a lesson first, for example: 01", "请先前往一课，例如：01"));
  return false;
}

void TutorialTerminal::print(const StyledText& text) {
  console_.out.write(text);
}

void TutorialTerminal::print_line(const std::string& text) {
  for (const std::string& line : wrapped_lines(text, style().width)) console_.out.write(line + "\n");
}

void TutorialTerminal::complain(const std::string& message, const std::string& hint) {
  StyledText text = console_.err.styled();
  const std::string whole = hint.empty() ? message : message + "\n" + hint;
  bool is_first = true;
  for (const std::string& line : wrapped_lines(whole, style().width)) {
    if (is_first) {
      text.red(line);
    } else {
      text.plain(line);
    }
    text.plain("\n");
    is_first = false;
  }
  console_.err.write(text);
}

void TutorialTerminal::warn(const std::string& problem) {
  if (problem.empty() || problem == warning_) return;
  warning_ = problem;
  complain(say("warning: ", "警告：") + problem,
           say("The tutorial goes on, and forgets this when it ends.", "教程继续，但结束后不会记住。"));
}

TextStyle TutorialTerminal::style() const {
  return text_style(console_.out);
}

}  // namespace anthropic::internal::cli
