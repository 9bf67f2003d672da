#include "commands/tutorial/tutorial.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <optional>
#include <signal.h>
#include <unistd.h>
#include <utility>

#include "base/file/files.hpp"
#include "base/time/time_format.hpp"
#include "commands/tutorial/output/cell_output.hpp"
#include "commands/tutorial/output/lesson_list.hpp"
#include "commands/tutorial/terminal/tutorial_terminal.hpp"
#include "commands/tutorial/tutorial_check.hpp"
#include "connection/connection.hpp"
#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"
#include "io/input.hpp"
#include "io/signals.hpp"
#include "text/text.hpp"
#include "tutorial/runner/session.hpp"

namespace anthropic::internal::cli {
namespace {

using tutorial::CellPlace;
using tutorial::CellRun;
using tutorial::Course;
using tutorial::Session;

void declare(Declaration& declaration, TutorialOptions& options) {
  declaration.argument("lesson", options.lesson, "A lesson (01) or an exercise (1.1); without one, all");
  declaration.argument("prompt", options.prompt, "What to try in the exercise or cell; - for standard input");
  declaration.text("--cell", options.cell, "ID", "Run this cell of the lesson");
  declaration.flag("--list", options.list, "List the lessons and what is solved, at a terminal too");
  declaration.flag("--json", options.json, "With --list: everything, on one line");
  declaration.flag("--hint", options.hint, "Show the next hint of the exercise");
  declaration.flag("--solution", options.solution, "Show the solution of the exercise, once it is open");
  declaration.flag("--reset", options.reset, "Forget the tries and hints of the exercise");
  declaration.choice("--lang", options.language, {"en", "zh"}, "LANG", "The language of the lessons");
  declare_lessons_options(declaration, options);
}

/// The cell that the command line means; none for a whole lesson.
Result<CellPlace> find_place(const TutorialOptions& options, const Course& course) {
  if (const CellPlace exercise = course.find_exercise(*options.lesson)) {
    if (options.cell.empty()) return exercise;
    return usage_error("--cell names a cell of a lesson, and " + *options.lesson + " is an exercise",
                       "See: claude-bedrock tutorial " + exercise.lesson->id);
  }
  const auto lesson = course.find_lesson(*options.lesson);
  if (!lesson) return lesson.error();
  if (options.cell.empty()) return CellPlace{*lesson, nullptr};
  const tutorial::LessonCell* cell = (*lesson)->find_cell(options.cell);
  if (!cell || !cell->is_code)
    return usage_error("lesson " + (*lesson)->id + " has no code cell " + options.cell,
                       "See: claude-bedrock tutorial " + (*lesson)->id);
  return CellPlace{*lesson, cell};
}

/// The text of a cell that is tried: the learner's, else what stands there.
Result<std::string> source_of(const TutorialOptions& options, const CellPlace& place, Output& err) {
  if (!options.prompt) return place.cell->source;
  if (*options.prompt == "-") return read_standard_input(err, false);
  return *options.prompt;
}

int exit_code_of(const CellRun& run) {
  for (const tutorial::PartRun& part : run.parts) {
    if (part.error && !part.request.is_raw) return exit_code(part.error->kind);
  }
  return run.exercise && !run.exercise->is_solved ? kExitFindings : kExitOk;
}

void print_command(const std::string& arguments, Console& console) {
  console.out.write("> " + shown_command() + " " + arguments + "\n");
}

/// The exercise that follows, of another lesson if all are solved in this one.
std::string exercise_after(const CellPlace& place, const TutorialOptions& options, const Session& session) {
  const std::string next = next_exercise(session.course(), session.state(), place.lesson);
  if (!next.empty() || session.course().is_whole()) return next;
  const auto whole = open_course(options, session.language());
  if (!whole) return {};
  const auto lesson = whole->find_lesson(place.lesson->id);
  return next_exercise(*whole, session.state(), lesson ? *lesson : nullptr);
}

/// What can be done after a cell has run.
void print_next_commands(const CellRun& run, const CellPlace& place, const TutorialOptions& options,
                         const Session& session, Console& console) {
  const bool is_open = run.exercise && !run.exercise->is_solved;
  if (is_open && run.exercise->progress.is_solution_open()) {
    print_command(run.exercise->id + " --solution", console);
  } else if (is_open && run.exercise->progress.open_hints() > 0) {
    print_command(run.exercise->id + " --hint", console);
  }
  const std::string next = is_open ? run.exercise->id : exercise_after(place, options, session);
  if (!next.empty()) print_command(next + " \"…\"", console);
}

void warn_of(const std::string& problem, const Session& session, Console& console) {
  if (problem.empty()) return;
  console.err.write(tutorial::phrase(session.language(), "warning: %1", "警告：%1", {problem}) + "\n");
}

int run_cell(const TutorialOptions& options, const CellPlace& place, Session& session, Console& console,
             const Interrupts& interrupts) {
  const Result<std::string> source = source_of(options, place, console.err);
  if (!source) return report_usage(console.err, source.error());
  CellOutput output(console, session.language());
  const auto run = session.try_prompt(*source, place, output.events(), interrupts.token());
  if (!run) return report_usage(console.err, run.error());
  output.print_result(*run);
  warn_of(run->save_problem, session, console);
  print_next_commands(*run, place, options, session, console);
  if (interrupts.signal() != 0) return kExitFirstSignal + interrupts.signal();
  return console.finish(exit_code_of(*run));
}

int print_help_of(const TutorialOptions& options, const CellPlace& place, Session& session,
                  Console& console) {
  if (!place.cell || !place.cell->exercise)
    return report_usage(console.err, usage_error("--hint, --solution and --reset belong to an exercise",
                                                 "For example: claude-bedrock tutorial 1.1 --hint"));
  const std::string& id = place.cell->exercise->id;
  if (options.hint) console.out.write(session.hint(id));
  if (options.solution) console.out.write(session.solution(id));
  console.out.end_line();
  if (options.reset) warn_of(session.reset(id), session, console);
  return console.finish(kExitOk);
}

int print_list(const TutorialOptions& options, const Session& session, Console& console) {
  if (options.json) {
    console.out.write(lesson_list_json(session.course(), session.state()));
    return console.finish(kExitOk);
  }
  console.out.write(lesson_list(session.course(), session.state()));
  if (!session.is_live())
    console.out.write(tutorial::phrase(
        session.language(), "Answers are recorded practice material, not Claude; --live asks Claude.\n",
        "回答是录制的练习材料，不是 Claude；--live 会询问 Claude。\n"));
  print_command(session.course().lessons().front().id, console);
  const std::string next = next_exercise(session.course(), session.state());
  if (!next.empty()) print_command(next + " \"…\"", console);
  return console.finish(kExitOk);
}

/// Fails on options that do not go together: none is left unheard.
Result<void> check_together(const TutorialOptions& options) {
  const int helps = options.hint + options.solution + options.reset;
  const bool is_list = options.list || options.json;
  if (helps > 1) return usage_error("--hint, --solution and --reset exclude each other");
  if (is_list && (helps > 0 || options.lesson || !options.cell.empty()))
    return usage_error(std::string(options.list ? "--list" : "--json") + " is about all lessons",
                       "It takes no lesson, no exercise and no cell.");
  if (helps > 0 && !options.lesson)
    return usage_error("--hint, --solution and --reset belong to an exercise",
                       "For example: claude-bedrock tutorial 1.1 --hint");
  if (helps > 0 && options.prompt)
    return usage_error("--hint, --solution and --reset take no prompt", "Try the prompt without them.");
  if (!options.cell.empty() && !options.lesson)
    return usage_error("--cell needs the lesson of the cell",
                       "For example: claude-bedrock tutorial 01 --cell first-prompt");
  return {};
}

bool is_for_terminal(const TutorialOptions& options, const Console& console) {
  const bool is_one_thing = options.list || options.json || options.hint || options.solution ||
                            options.reset || options.prompt || !options.cell.empty();
  return !is_one_thing && ::isatty(0) == 1 && console.out.is_terminal();
}

int run_on_terminal(const TutorialOptions& options, Session& session, Console& console) {
  CellPlace place;
  if (options.lesson) {
    const auto found = find_place(options, session.course());
    if (!found) return report_usage(console.err, found.error());
    place = *found;
  }
  const std::unique_ptr<LineSource> lines = make_line_editor("");
  const ExternalEditor editor{RealEnvironment()};
  TutorialTerminal terminal(session, *lines, editor, console);
  return console.finish(terminal.run(place.lesson ? place.lesson->id : "", place.cell ? place.cell->id : ""));
}

int run_in_pipe(const TutorialOptions& options, Session& session, Console& console,
                const Interrupts& interrupts) {
  if (options.list || !options.lesson) return print_list(options, session, console);
  const auto place = find_place(options, session.course());
  if (!place) return report_usage(console.err, place.error());
  if (options.hint || options.solution || options.reset)
    return print_help_of(options, *place, session, console);
  if (!place->cell && options.prompt)
    return report_usage(console.err,
                        usage_error("a prompt is tried in an exercise or a cell, not in a lesson",
                                    "Give the exercise (1.1) instead of the lesson, or --cell ID"));
  if (!place->cell) {
    console.out.write(lesson_text(*place->lesson, session.state(), shown_command()));
    return console.finish(kExitOk);
  }
  return run_cell(options, *place, session, console, interrupts);
}

}  // namespace

int run_tutorial(const TutorialOptions& options, Console& console) {
  if (const auto checked = check_together(options); !checked)
    return report_usage(console.err, checked.error());
  const RealFiles files;
  const tutorial::Progress progress(tutorial::Progress::path(RealEnvironment()), files);
  const auto state = progress.read();
  if (!state) report_error(console.err, state.error());
  const bool is_interactive = is_for_terminal(options, console);
  const auto open = options.lesson && !is_interactive ? open_named_lesson : open_course;
  auto course = open(options, language_of(options, state ? *state : tutorial::ProgressState()));
  if (!course) return report_error(console.err, course.error());

  // On a terminal Ctrl-C never ends the program: it is a key at the prompt, and stops an answer.
  std::optional<SignalMask> no_interrupts;
  std::optional<Interrupts> interrupts;
  if (is_interactive) {
    no_interrupts.emplace(SIGINT);
  } else {
    interrupts.emplace(Interrupts::SecondTime::ends_program);
  }
  std::optional<Connection> connection;
  if (options.live) {
    std::optional<SignalMask> while_starting;
    if (is_interactive) while_starting.emplace();
    auto opened = Connection::open(connection_of(options), console);
    if (!opened) return report_error(console.err, opened.error());
    connection.emplace(*std::move(opened));
  }
  Session session(*std::move(course),
                  {.model = options.model,
                   .region = options.aws.region,
                   .live = connection ? &connection->messages() : nullptr,
                   .progress = &progress,
                   .now = [] { return format_iso8601(std::chrono::system_clock::now()); }});
  return is_interactive ? run_on_terminal(options, session, console)
                        : run_in_pipe(options, session, console, *interrupts);
}

Command tutorial_command() {
  return {
      .name = "tutorial",
      .about = "Learn to write prompts, by doing; no AWS account needed",
      .examples =
          R"(  claude-bedrock tutorial                   # the lessons; on a terminal read, run and change them here
  claude-bedrock tutorial 01                # one of them
  claude-bedrock tutorial 1.1 "Count to three"   # try an exercise; it is graded
  claude-bedrock tutorial 1.1 --hint
  claude-bedrock tutorial 1.1 "Count to three" --live   # ask Claude instead of recorded answers
)",
      .declare = with_options(declare, run_tutorial),
      .subcommands = {tutorial_check_command()},
      .notes =
          "Exit code 24: the exercise is not solved yet. docs/tutorial.md says how to write a lesson.\n"};
}

}  // namespace anthropic::internal::cli
