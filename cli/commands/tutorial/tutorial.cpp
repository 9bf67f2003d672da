#include "commands/tutorial/tutorial.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <utility>

#include "base/file/files.hpp"
#include "base/time/time_format.hpp"
#include "commands/tutorial/cell_output.hpp"
#include "commands/tutorial/lesson_list.hpp"
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
using tutorial::Lesson;
using tutorial::Session;

void declare(Declaration& declaration, TutorialOptions& options) {
  declaration.argument("lesson", options.lesson, "A lesson (01) or an exercise (1.1); without one, the list");
  declaration.argument("prompt", options.prompt, "What to try in the exercise or cell; - for standard input");
  declaration.text("--cell", options.cell, "ID", "Run this cell of the lesson");
  declaration.flag("--list", options.list, "List the lessons and what is solved");
  declaration.flag("--json", options.json, "With --list: everything, on one line");
  declaration.flag("--hint", options.hint, "Show the next hint of the exercise");
  declaration.flag("--solution", options.solution, "Show the solution of the exercise, once it is open");
  declaration.flag("--reset", options.reset, "Forget the tries and hints of the exercise");
  declaration.choice("--lang", options.language, {"en", "zh"}, "LANG", "The language of the lessons");
  declare_lessons_options(declaration, options);
}

/// The cell that the command line means; none for a whole lesson.
Result<CellPlace> find_place(const TutorialOptions& options, const Course& course) {
  if (const CellPlace exercise = course.find_exercise(*options.lesson)) return exercise;
  const auto lesson = course.find_lesson(*options.lesson);
  if (!lesson) return lesson.error();
  if (options.cell.empty()) return CellPlace{*lesson, nullptr};
  const tutorial::LessonCell* cell = (*lesson)->find_cell(options.cell);
  if (!cell || !cell->is_code)
    return usage_error("lesson " + (*lesson)->id + " has no code cell " + options.cell,
                       "See: claude-bedrock tutorial " + (*lesson)->id);
  return CellPlace{*lesson, cell};
}

/// The text of a cell that is tried: the learner's, with the exercise's directive if it lacks that.
Result<std::string> source_of(const TutorialOptions& options, const CellPlace& place, Output& err) {
  if (!options.prompt) return place.cell->source;
  std::string text = *options.prompt;
  if (text == "-") {
    auto read = read_standard_input(err, false);
    if (!read) return read.error();
    text = *std::move(read);
  }
  const bool names_exercise = text.find("%exercise") != std::string::npos;
  return place.cell->exercise && !names_exercise ? "%exercise " + place.cell->exercise->id + "\n" + text
                                                 : text;
}

int exit_code_of(const CellRun& run) {
  for (const tutorial::PartRun& part : run.parts) {
    if (part.error && !part.request.is_raw) return exit_code(part.error->kind);
  }
  return run.exercise && !run.exercise->is_solved ? kExitFindings : kExitOk;
}

std::string next_command(const CellRun& run, const CellPlace& place, const Session& session) {
  if (run.exercise && !run.exercise->is_solved)
    return "claude-bedrock tutorial " + run.exercise->id + " \"…\"";
  const std::string next = next_exercise(session.course(), session.state(), place.lesson);
  return next.empty() ? "" : "claude-bedrock tutorial " + next + " \"…\"";
}

int run_cell(const TutorialOptions& options, const CellPlace& place, Session& session, Console& console,
             const Interrupts& interrupts) {
  const Result<std::string> source = source_of(options, place, console.err);
  if (!source) return report_usage(console.err, source.error());
  CellOutput output(console, session.language());
  const auto run = session.run(*source, place, output.events(), interrupts.token());
  if (!run) return report_usage(console.err, run.error());
  output.print_end(*run, next_command(*run, place, session));
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
  if (options.reset) {
    const std::string problem = session.reset(id);
    if (!problem.empty()) console.err.write("warning: " + problem + "\n");
  }
  return console.finish(kExitOk);
}

int print_list(const TutorialOptions& options, const Session& session, Console& console) {
  if (options.json) {
    console.out.write(lesson_list_json(session.course(), session.state()));
    return console.finish(kExitOk);
  }
  console.out.write(lesson_list(session.course(), session.state()));
  const Lesson& first = session.course().lessons().front();
  console.out.write("> claude-bedrock tutorial " + first.id + "\n");
  const std::string next = next_exercise(session.course(), session.state());
  if (!next.empty()) console.out.write("> claude-bedrock tutorial " + next + " \"…\"\n");
  return console.finish(kExitOk);
}

}  // namespace

int run_tutorial(const TutorialOptions& options, Console& console) {
  const RealFiles files;
  const tutorial::Progress progress(tutorial::Progress::path(RealEnvironment()), files);
  const auto state = progress.read();
  if (!state) report_error(console.err, state.error());
  auto course = open_course(options, language_of(options, state ? *state : tutorial::ProgressState()));
  if (!course) return report_error(console.err, course.error());

  const Interrupts interrupts(Interrupts::SecondTime::ends_program);
  std::optional<Connection> connection;
  if (options.live) {
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
    console.out.write(lesson_text(*place->lesson, session.state()));
    return console.finish(kExitOk);
  }
  return run_cell(options, *place, session, console, interrupts);
}

Command tutorial_command() {
  return {.name = "tutorial",
          .about = "Learn to write prompts, by doing; no AWS account needed",
          .examples = R"(  claude-bedrock tutorial                   # the lessons
  claude-bedrock tutorial 01                # read one
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
