#include "commands/tutorial/terminal/workbench.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text/text.hpp"
#include "base/text/utf8.hpp"
#include "commands/tutorial/output/cell_output.hpp"
#include "io/signals.hpp"
#include "prompt/edit_lines.hpp"
#include "prompt/hidden_typing.hpp"
#include "tutorial/cells/setting.hpp"

namespace anthropic::internal::cli {
namespace {

using tutorial::CellRun;
using tutorial::LessonCell;

constexpr std::size_t kComparedRuns = 2;
constexpr int kNoSuchCommand = 127;  // of a shell

std::string without_exercise_line(const std::string& source) {
  if (!source.starts_with("%exercise")) return source;
  return source.substr(std::min(source.find('\n'), source.size() - 1) + 1);
}

std::string without_last_line_end(std::string text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

/// Of %raw an error is an answer, too.
bool has_no_answer(const tutorial::PartRun& part) {
  if (part.outcome == tutorial::Outcome::failed) return !part.request.is_raw;
  return part.outcome == tutorial::Outcome::stopped;
}

/// How many prompts a cell with %compare has; 0 without.
std::size_t count_compared(std::string_view source) {
  constexpr std::string_view kDirective = "%compare";
  std::size_t count = source.starts_with(kDirective) ? 1 : 0;
  for (std::size_t at = source.find('\n'); at != std::string_view::npos; at = source.find('\n', at + 1)) {
    if (source.substr(at + 1).starts_with(kDirective)) ++count;
  }
  return count;
}

}  // namespace

std::string Workbench::prompt_of(const LessonCell& cell) const {
  const auto found = work_.find(cell.id);
  if (found != work_.end() && !found->second.prompt.empty()) return found->second.prompt;
  if (!cell.exercise) return cell.source;
  const std::string before = session_.state().exercise(cell.exercise->id).source;
  return without_exercise_line(before.empty() ? cell.source : before);
}

bool Workbench::is_answered(const std::string& cell) const {
  const auto found = work_.find(cell);
  return found != work_.end() && found->second.is_answered;
}

bool Workbench::can_compare(const std::string& cell) const {
  const auto found = work_.find(cell);
  return found != work_.end() && found->second.runs.size() == kComparedRuns;
}

void Workbench::run(const std::string& cell) {
  run_prompt(cell, prompt_of(find(cell)));
}

void Workbench::try_line(const std::string& cell, const std::string& line) {
  const std::string prompt = tutorial::with_setting(prompt_of(find(cell)), line).value_or(line);
  if (run_prompt(cell, prompt)) work_[cell].prompt = prompt;
}

void Workbench::try_text(const std::string& cell, const std::string& text) {
  const std::string prompt = without_exercise_line(text);
  if (trim(prompt).empty())
    return screen_.say("Nothing is left of the prompt; it is as it was.", "提示变空了；保持原样。");
  work_[cell].prompt = prompt;
  run_prompt(cell, prompt);
}

bool Workbench::run_prompt(const std::string& cell, const std::string& prompt) {
  const Result<CellRun> run = call(cell, prompt);
  if (!run) {
    screen_.complain(run.error().message, run.error().hint);
    return false;
  }
  screen_.warn(run->save_problem);
  tally_.add(*run);
  CellWork& work = work_[cell];
  work.is_answered = std::none_of(run->parts.begin(), run->parts.end(), has_no_answer);
  if (run->parts.empty()) return true;
  work.runs.push_back(compared_run("", prompt, *run, screen_.language()));
  if (work.runs.size() > kComparedRuns) work.runs.erase(work.runs.begin());
  return true;
}

/// Shows the answer as it comes, or the parts of %compare in columns when all are there.
Result<CellRun> Workbench::call(const std::string& cell, const std::string& prompt) {
  SignalMask::forget_interrupt();
  const Interrupts interrupts(Interrupts::SecondTime::is_ignored);
  std::optional<HiddenTyping> hidden(std::in_place, 0, LineEnds::are_hidden);
  CellOutput output(screen_.console(), screen_.language());
  const bool is_in_columns = fit_side_by_side(count_compared(prompt), screen_.style().width);
  const tutorial::RunEvents in_columns{.on_begin = [this](const tutorial::PartRun& part) {
    screen_.say("asking: %1", "正在询问：%1", {part.label});
  }};
  Result<CellRun> run = session_.try_prompt(prompt, session_.course().find_cell(cell),
                                            is_in_columns ? in_columns : output.events(), interrupts.token());
  last_signal_ = interrupts.signal();
  screen_.console().out.end_line();
  if (!run) return run;
  if (is_in_columns) screen_.show(compare_view(compared_parts(*run, screen_.language()), screen_.style()));
  output.print_result(*run);
  return run;
}

void Workbench::edit(const std::string& cell) {
  screen_.say(
      "Enter keeps a line as it stands, changed or not. Ctrl-U empties it; an emptied line is gone. A line "
      "with only "
      "a . ends, and runs it. Ctrl-C gives up.",
      "回车保留这一行，改过或没改过都可以。Ctrl-U 清空一行；清空的行会删除。只有一个 . "
      "的行表示结束并运行。Ctrl-C 放弃。");
  const auto text = edit_lines(lines_, prompt_of(find(cell)));
  if (!text) return screen_.say("The prompt is as it was.", "提示没有改变。");
  try_text(cell, *text);
}

void Workbench::edit_outside(const std::string& cell) {
  screen_.say("%1 has the prompt; it runs when you save.", "%1 正在编辑提示；保存后运行。",
              {editor_.command()});
  const std::string before = prompt_of(find(cell));
  std::string last = before;
  const auto run_saved = [&](const std::string& saved) {
    const std::string text = without_last_line_end(saved);
    if (text == last || !is_utf8(text)) return;
    last = text;
    try_text(cell, text);
  };
  const auto edited = editor_.edit(before, run_saved);
  SignalMask::forget_interrupt();
  if (!edited) return screen_.complain(edited.error().message, edited.error().hint);
  if (edited->exit_code == kNoSuchCommand)
    return screen_.complain(
        screen_.phrase("there is no editor %1", "没有编辑器 %1", {in_quotes(editor_.command())}),
        screen_.phrase("Name one in VISUAL or EDITOR, or use e.",
                       "请在 VISUAL 或 EDITOR 中指定，或使用 e。"));
  if (edited->exit_code != 0)
    return screen_.complain(screen_.phrase("the editor failed with exit code %1; what it left is not run",
                                           "编辑器以退出码 %1 失败；未运行它留下的内容",
                                           {std::to_string(edited->exit_code)}));
  if (!is_utf8(edited->text))
    return screen_.complain(
        screen_.phrase("what the editor saved is not UTF-8", "编辑器保存的内容不是 UTF-8"));
  run_saved(edited->text);
  if (last == before) screen_.say("Nothing was changed; r runs it all the same.", "没有改变；r 仍可运行。");
}

void Workbench::compare(const std::string& cell) {
  std::vector<ComparedPrompt> runs = work_[cell].runs;
  if (runs.size() < kComparedRuns)
    return screen_.complain(
        screen_.phrase("two prompts are compared; so many ran here: %1",
                       "需要两个提示才能比较；这里运行过 %1 个", {std::to_string(runs.size())}),
        screen_.phrase("Run this one, change it, and run it again.", "请运行它，修改后再运行一次。"));
  runs[0].title = screen_.phrase("before", "之前");
  runs[1].title = screen_.phrase("last", "最近");
  screen_.show(compare_view(runs, screen_.style()));
}

}  // namespace anthropic::internal::cli
