#include "commands/tutorial/tutorial_check.hpp"

#include <optional>

#include "base/text/text.hpp"
#include "commands/tutorial/tutorial_options.hpp"
#include "connection/connection.hpp"
#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"
#include "io/signals.hpp"
#include "text/json_text.hpp"
#include "tutorial/check/check.hpp"

namespace anthropic::internal::cli {
namespace {

Json json_of(const tutorial::LessonReport& report) {
  Json problems = Json::array();
  for (const std::string& problem : report.problems) problems.push_back(problem);
  return Json::object({{"file", report.file},
                       {"title", report.title},
                       {"prompts", report.prompts},
                       {"exercises", report.exercises},
                       {"problems", std::move(problems)}});
}

std::string text_of(const tutorial::LessonReport& report) {
  std::string out = (report.problems.empty() ? "ok    " : "WRONG ") + report.file + ": " +
                    std::to_string(report.prompts) + " prompts, " + std::to_string(report.exercises) +
                    " exercises\n";
  for (const std::string& problem : report.problems) out += "      " + problem + "\n";
  return out;
}

int run_check(const TutorialOptions& options, Console& console) {
  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  std::optional<Connection> connection;
  if (options.live) {
    auto opened = Connection::open(connection_of(options), console);
    if (!opened) return report_error(console.err, opened.error());
    connection.emplace(*std::move(opened));
  }
  Json json = Json::array();
  const auto reports =
      tutorial::check_lessons({.folder = tutorial::Course::folder(options.lessons, RealEnvironment()),
                               .lesson = options.lesson.value_or(""),
                               .live = connection ? &connection->messages() : nullptr,
                               .model = options.model,
                               .region = options.aws.region,
                               .stop = interrupts.token()},
                              [&](const tutorial::LessonReport& report) {
                                if (!options.json) console.out.write(text_of(report));
                                json.push_back(json_of(report));
                              });
  if (interrupts.signal() != 0) return kExitFirstSignal + interrupts.signal();
  if (reports.empty())
    return report_usage(console.err,
                        usage_error("there is no lesson " + in_quotes(options.lesson.value_or("")),
                                    "See: claude-bedrock tutorial --list"));
  if (options.json) console.out.write(json_line(Json::object({{"lessons", std::move(json)}})));
  for (const tutorial::LessonReport& report : reports) {
    if (!report.problems.empty()) return console.finish(kExitFindings);
  }
  return console.finish(kExitOk);
}

void declare_check(Declaration& declaration, TutorialOptions& options) {
  declaration.argument("lesson", options.lesson, "The lesson; all if there is none");
  declaration.flag("--json", options.json, "Print what was found as JSON, on one line");
  declare_lessons_options(declaration, options);
}

}  // namespace

Command tutorial_check_command() {
  return {.name = "check",
          .about = "Prove the lessons: every cell, every grader",
          .examples = R"(  claude-bedrock tutorial check
  claude-bedrock tutorial check 01 --live     # the exercises once more on Claude
)",
          .declare = with_options(declare_check, run_check),
          .notes = "Exit code 24: something is wrong with a lesson.\n"};
}

}  // namespace anthropic::internal::cli
