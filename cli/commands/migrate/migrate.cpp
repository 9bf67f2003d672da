#include "commands/migrate/migrate.hpp"

#include <algorithm>
#include <stop_token>
#include <utility>

#include "commands/migrate/check/migrate_check.hpp"
#include "commands/migrate/report.hpp"
#include "commands/migrate/rewrite.hpp"
#include "commands/migrate/scan/scan_tree.hpp"
#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"
#include "io/signals.hpp"
#include "prompt/prompt.hpp"

namespace anthropic::internal::cli {
namespace {

Result<void> check_options(const MigrateOptions& options) {
  if (options.paths.empty())
    return usage_error("there is nothing to scan", "name files or folders: claude-bedrock migrate src");
  if (options.yes && !options.write) return usage_error("--yes is for --write");
  if (!options.write || options.yes) return {};
  if (options.json) return usage_error("--write --json asks nothing: add --yes");
  if (!can_ask_on_terminal())
    return usage_error("there is no terminal to ask on", "add --yes to write at once");
  return {};
}

void show_diffs(const MigrationReport& report, Console& console) {
  for (const ScannedFile& file : report.files) {
    const bool has_any = std::any_of(file.findings.begin(), file.findings.end(),
                                     [](const Finding& finding) { return !finding.replacement.empty(); });
    if (!has_any) continue;
    console.out.write(unified_diff(file.path, file.text, file.findings, console.out));
    console.out.write(caveats_text(file.path, file.findings, console.out));
  }
}

void write_files(MigrationReport& report) {
  for (ScannedFile& file : report.files) {
    const std::string after = rewritten(file.text, file.findings);
    if (after == file.text) continue;
    if (const Result<void> written = replace_source(file.path, file.text, after); !written) {
      report.failures.push_back(written.error());
      continue;
    }
    file.is_rewritten = true;
    std::erase_if(file.findings, [](const Finding& finding) {
      return !finding.replacement.empty() && finding.caveat.empty();
    });
    for (Finding& finding : file.findings) {
      if (finding.replacement.empty()) continue;
      // What a model that is called now refuses, only a person can take out of the call.
      finding.what += ", rewritten to " + finding.replacement;
      finding.equivalent = finding.caveat + ": check the call";
      finding.replacement.clear();
    }
  }
}

/// Whether the person agrees; fails on Ctrl-C, and if the terminal goes away.
Result<bool> may_write(std::size_t replacements, const Interrupts& interrupts) {
  const std::string question =
      "rewrite " + std::to_string(replacements) + " model id" + (replacements == 1 ? "" : "s") + "? [y/N] ";
  const Result<std::string> answer = ask_on_terminal(question, Echo::on, interrupts.token());
  if (!answer) return answer.error();
  return *answer == "y" || *answer == "Y" || *answer == "yes";
}

/// The exit code if nothing is to be written.
std::optional<int> write_if_wanted(const MigrateOptions& options, MigrationReport& report, Console& console) {
  const std::size_t replacements = count_replacements(report);
  if (!options.write || replacements == 0) return std::nullopt;
  if (!options.json) show_diffs(report, console);
  if (!options.yes) {
    Interrupts interrupts(Interrupts::SecondTime::ends_program);
    const Result<bool> agreed = may_write(replacements, interrupts);
    if (!agreed && interrupts.signal() != 0) return kExitFirstSignal + interrupts.signal();
    if (!agreed) return report_error(console.err, agreed.error());
    if (!*agreed) {
      console.err.write("nothing was written\n");
      return kExitFindings;
    }
  }
  write_files(report);
  const auto count = std::count_if(report.files.begin(), report.files.end(),
                                   [](const ScannedFile& file) { return file.is_rewritten; });
  if (!options.json)
    console.out.write("rewrote " + std::to_string(count) + (count == 1 ? " file\n" : " files\n"));
  return std::nullopt;
}

void declare(Declaration& declaration, MigrateOptions& options) {
  declaration.arguments("paths", options.paths, 0, 0, "PATH", "Files and folders to scan");
  declaration.flag("--write", options.write, "Rewrite model ids, after a diff and a question");
  declaration.text("--region", options.region, "NAME",
                   "Whose inference profiles to name (default: the global ones)");
  declaration.flag("-y,--yes", options.yes, "Do not ask");
  declaration.flag("--json", options.json, "Print JSON, on one line");
}

}  // namespace

int run_migrate(const MigrateOptions& options, Console& console) {
  if (const Result<void> valid = check_options(options); !valid)
    return report_usage(console.err, valid.error());
  Result<MigrationReport> report = scan_tree(options.paths, options.region);
  if (!report) return report_usage(console.err, report.error());
  if (const std::optional<int> ended = write_if_wanted(options, *report, console)) return *ended;
  for (const Error& failure : report->failures) report_usage(console.err, failure);
  if (options.json) {
    console.out.write(report_json(*report));
  } else {
    console.out.write(findings_text(*report, console.out));
    console.out.write(summary_text(*report, console.out));
  }
  if (!report->failures.empty()) return kExitUnexpected;
  return console.finish(count_findings(*report) == 0 ? kExitOk : kExitFindings);
}

Command migrate_command() {
  return {
      .name = "migrate",
      .about = "Find in sources what Bedrock does otherwise than Anthropic's own API",
      .examples =
          R"(  claude-bedrock migrate src                       # what uses Anthropic's own API, and what Bedrock has instead
  claude-bedrock migrate --write --region eu-west-1 src
  claude-bedrock migrate --json . | jq -r '.findings[] | select(.kind == "key") | .path'
  claude-bedrock migrate check                     # whether this machine and account are ready for Bedrock
)",
      .declare = with_options(declare, run_migrate),
      .subcommands = {migrate_check_command()},
      .notes = "Exit code 24: something is left to do. A path that is called check is written ./check.\n",
      .lists_exit_codes = false};
}

}  // namespace anthropic::internal::cli
