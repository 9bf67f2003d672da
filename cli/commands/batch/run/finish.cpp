#include "commands/batch/run/finish.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/stat.h>
#include <unistd.h>

#include <anthropic/model_catalog.hpp>

#include "base/file/paths.hpp"
#include "base/text/utf8.hpp"
#include "commands/batch/run/bar.hpp"
#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

std::string in_short(const std::string& text) {
  return one_line(on_one_line(text), 300);
}

std::string counts_line(const Tally& tally) {
  const std::uint64_t total = std::max(tally.total, tally.done());
  std::string text = with_thousands(total) + (total == 1 ? " line: " : " lines: ");
  text += with_thousands(tally.succeeded_before + tally.succeeded) + " succeeded";
  if (tally.succeeded_before > 0) text += " (" + with_thousands(tally.succeeded_before) + " before this run)";
  text += ", " + with_thousands(tally.failures()) + " failed";
  if (tally.failed_before > 0) text += " (" + with_thousands(tally.failed_before) + " before this run)";
  if (tally.left() > 0) text += ", " + with_thousands(tally.left()) + " left";
  if (tally.throttled > 0) text += "; throttled " + with_thousands(tally.throttled) + " times";
  return text + "\n";
}

std::string usage_line(const Tally& tally, std::chrono::steady_clock::duration took) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(took);
  std::string text = "this run: " + duration_text(seconds);
  if (tally.input_tokens + tally.output_tokens > 0)
    text += ", " + with_thousands(tally.input_tokens) + " input tokens, " +
            with_thousands(tally.output_tokens) + " output tokens";
  if (tally.dollars > 0)
    text += ", about " + dollars_text(tally.dollars) + " (an estimate from prices of " +
            std::string(model_catalog_date()) + (tally.has_unknown_prices ? "; some are not known)" : ")");
  return text + "\n";
}

// What was refused before it was sent needs no name.
std::string reason(const Error& error) {
  return error.kind == ErrorKind::bad_request && error.status == 0 ? error.message : error.to_string();
}

std::string failed_lines_text(const BatchLedger& ledger) {
  std::string text;
  const std::vector<BatchLedger::FailedLine> failed = ledger.failed_lines();
  for (const BatchLedger::FailedLine& line : failed) {
    text += "line " + std::to_string(line.key.number) + " (" + in_short(line.key.id) +
            "): " + in_short(reason(line.error));
    if (!line.error.hint.empty()) text += (text.ends_with('.') ? " " : "; ") + in_short(line.error.hint);
    text += "\n";
  }
  const std::uint64_t all = ledger.tally().failed;
  if (all > failed.size()) text += "and " + with_thousands(all - failed.size()) + " more\n";
  return text;
}

bool holds_something(const std::string& path) {
  struct stat status = {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0;
}

// Writes the file if there is something for it, or something in it that is not so any more.
Result<bool> write_failed_file(const BatchEnd& end) {
  const Tally tally = end.ledger.tally();
  if (end.failed_file.empty() || (tally.failures() == 0 && !holds_something(end.failed_file))) return false;
  const Result<void> written = end.ledger.write_failed_lines(end.failed_file);
  if (!written) return written.error();
  return tally.failures() > 0;
}

}  // namespace

LedgerOptions ledger_options_of(const BatchOptions& options) {
  LedgerOptions ledger;
  ledger.in = options.in;
  ledger.out = options.out;
  ledger.retry_failed = options.retry_failed;
  if (options.connection.local) ledger.price_factor = 0;
  ledger.defaults = request_for(options.model);
  ledger.adjust = [model = options.model](MessageCreateParams& params) {
    add_cache_breakpoints(model, params);
  };
  return ledger;
}

std::string failed_file_of(const BatchOptions& options) {
  if (!options.failed.empty() || options.out.empty()) return options.failed;
  constexpr std::string_view kEnding = ".jsonl";
  const std::string& out = options.out;
  return (out.ends_with(kEnding) ? out.substr(0, out.size() - kEnding.size()) : out) + ".failed.jsonl";
}

Result<void> check_failed_file(const BatchOptions& options, const BatchLedger& ledger) {
  const std::string file = failed_file_of(options);
  if (file.empty() || options.in.empty()) return {};
  for (const std::string* other : {&options.in, &options.out}) {
    if (file == *other || is_same_file(file, *other))
      return usage_error("the failed lines would be written over " + *other,
                         "name another file with --failed");
  }
  if (!holds_something(file)) return {};
  const Result<bool> is_ours = ledger.knows_lines_of(file);
  if (!is_ours) return is_ours.error();
  if (!*is_ours)
    return usage_error(file + ", where the failed lines go, holds lines that are not of this batch",
                       "move it away, or name another file with --failed");
  return {};
}

Result<void> begin_ledger(const BatchOptions& options, BatchLedger& ledger) {
  const std::string file = failed_file_of(options);
  if (!options.in.empty() && ledger.takes_out_results() && holds_something(file) &&
      ::truncate(file.c_str(), 0) != 0)
    return usage_error("cannot write " + file + ": " + std::strerror(errno));
  return ledger.begin();
}

int finish_batch(const BatchEnd& end, Console& console) {
  if (console.out.failure() == EPIPE) return kExitBrokenPipe;
  const Result<void> flushed = end.ledger.flush();
  const Tally tally = end.ledger.tally();
  Error failure = end.ledger.failure();
  if (failure.kind == ErrorKind::none) failure = flushed.error();
  std::string text = counts_line(tally) + usage_line(tally, std::chrono::steady_clock::now() - end.began) +
                     failed_lines_text(end.ledger);
  if (failure.kind == ErrorKind::none) {
    const Result<bool> written = write_failed_file(end);
    if (!written) failure = written.error();
    if (written && *written) text += "the failed lines are in " + end.failed_file + "\n";
  }
  console.err.write(text);
  const std::string again =
      end.out.empty() ? "" : "what is answered is in " + end.out + "; the same command goes on from there\n";
  if (failure.kind != ErrorKind::none) {
    report_usage(console.err, failure);
    console.err.write(again);
    return kExitUnexpected;
  }
  if (end.ended_early.kind != ErrorKind::none) {
    const int code = report_error(console.err, end.ended_early);
    console.err.write(again);
    return code;
  }
  const bool is_complete = tally.failures() + tally.left() == 0 && !end.has_lost_answers;
  if (tally.left() > 0 && end.signal != 0) {
    console.err.write(again);
    return kExitFirstSignal + end.signal;
  }
  return console.finish(is_complete ? kExitOk : kExitSomeFailed);
}

std::string dry_run_text(const BatchLedger& ledger, std::uint64_t good) {
  const Tally tally = ledger.tally();
  return with_thousands(tally.total) + (tally.total == 1 ? " line: " : " lines: ") + with_thousands(good) +
         " can be asked, " + with_thousands(tally.failed) + " cannot\n" + failed_lines_text(ledger);
}

}  // namespace anthropic::internal::cli
