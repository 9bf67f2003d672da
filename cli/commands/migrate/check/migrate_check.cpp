#include "commands/migrate/check/migrate_check.hpp"

#include <utility>

#include <anthropic/json.hpp>

#include "commands/migrate/check/checks.hpp"
#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"
#include "io/signals.hpp"
#include "terminal/glyphs.hpp"
#include "text/json_text.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

std::string_view name_of(CheckResult result) {
  switch (result) {
    case CheckResult::passed:
      return "passed";
    case CheckResult::warning:
      return "warning";
    case CheckResult::failed:
      return "failed";
    case CheckResult::unknown:
      break;
  }
  return "not checkable";
}

StyledText line_text(const CheckLine& line, const Output& out) {
  constexpr std::size_t kNameWidth = 15;
  const Glyphs glyphs = glyphs_of_locale();
  const std::string_view mark = line.result == CheckResult::passed    ? glyphs.passed
                                : line.result == CheckResult::warning ? glyphs.warning
                                : line.result == CheckResult::failed  ? glyphs.failed
                                                                      : glyphs.unknown;
  StyledText text = out.styled();
  line.result == CheckResult::failed ? text.red(mark) : text.bold(mark);
  const std::string gap(line.name.size() < kNameWidth ? kNameWidth - line.name.size() : 1, ' ');
  text.plain(" " + line.name + gap + on_one_line(line.detail) + "\n");
  if (!line.fix.empty()) text.plain("     ").bold("fix:").plain(" " + on_one_line(line.fix) + "\n");
  return text;
}

Json json_of(const CheckLine& line) {
  return Json::object({{"name", line.name},
                       {"result", name_of(line.result)},
                       {"detail", on_one_line(line.detail)},
                       {"fix", line.fix.empty() ? Json(nullptr) : Json(on_one_line(line.fix))}});
}

void declare(Declaration& declaration, MigrateCheckOptions& options) {
  declaration.arguments("paths", options.paths, 0, 0, "PATH", "Sources in which nothing must be left to do");
  declaration.text("-m,--model", options.model, "ID", "The model to ask (default haiku)")
      .suggests({"haiku", "sonnet", "opus"});
  declare_aws_options(declaration, options.connection.aws);
  declaration.flag("--local", options.connection.local, "Check what can be checked without an account");
  declaration.number("--timeout", options.connection.timeout_seconds, 0.001, 86'400, "SECONDS",
                     "Give a call up after this long (default 60)");
  declaration.flag("--json", options.json, "Print JSON, on one line");
}

/// Goes through the list, and hands out each line when it is known. After Ctrl-C the rest fails at once.
template <typename Show>
void check_all(CheckWorld& world, const Show& show) {
  if (!world.options.paths.empty()) show(check_sources(world));
  show(check_library());
  show(check_certificates());
  for (CheckLine& line : check_as_doctor(world)) show(std::move(line));
  show(check_stream(world));
  show(check_errors(world));
  show(check_retries());
  show(check_monitoring(world));
  show(check_policy(world));
}

}  // namespace

int run_migrate_check(const MigrateCheckOptions& options, Console& console) {
  if (const Result<void> valid = check_connection(options.connection, {}); !valid)
    return report_usage(console.err, valid.error());
  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  CheckWorld world{
      .options = options, .model = chosen_model({.model = options.model}), .stop = interrupts.token()};
  if (const Result<void> opened = open_check_world(world); !opened)
    return report_error(console.err, opened.error());
  std::vector<CheckLine> lines;
  std::size_t failures = 0;
  check_all(world, [&](CheckLine line) {
    if (interrupts.signal() != 0) return;
    if (line.result == CheckResult::failed) ++failures;
    if (!options.json) console.out.write(line_text(line, console.out));
    lines.push_back(std::move(line));
  });
  if (interrupts.signal() != 0) return kExitFirstSignal + interrupts.signal();
  if (options.json) {
    Json list = Json::array();
    for (const CheckLine& line : lines) list.push_back(json_of(line));
    console.out.write(json_line(Json::object({{"ready", failures == 0}, {"checks", std::move(list)}})));
  }
  return console.finish(failures == 0 ? kExitOk : kExitFindings);
}

Command migrate_check_command() {
  return {.name = "check",
          .about = "Check whether all is ready for Claude on Bedrock",
          .examples = R"(  claude-bedrock migrate check --region us-east-1 --model sonnet
  claude-bedrock migrate check --local             # what can be checked without an account
  claude-bedrock migrate check --json src | jq '.checks[] | select(.result == "failed")'
)",
          .declare = with_options(declare, run_migrate_check),
          .notes = "The calls to the model cost a few tokens. Exit code 24: a check failed.\n",
          .lists_exit_codes = false};
}

}  // namespace anthropic::internal::cli
