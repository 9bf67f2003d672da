#include "commands/batch/batch.hpp"

#include <atomic>
#include <utility>

#include "commands/batch/estimate.hpp"
#include "commands/batch/jobs/job_engine.hpp"
#include "commands/batch/jobs/job_submit.hpp"
#include "commands/batch/message_batches/message_batches_engine.hpp"
#include "commands/batch/run/ask_lines.hpp"
#include "commands/batch/run/bar.hpp"
#include "commands/batch/run/finish.hpp"
#include "commands/batch/run/ledger.hpp"
#include "connection/connection.hpp"
#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"
#include "platform/requests/preflight.hpp"
#include "question/estimate.hpp"

namespace anthropic::internal::cli {
namespace {

using Clock = std::chrono::steady_clock;

void say_cut_off(const BatchLedger& ledger, const BatchOptions& options, Output& err) {
  if (ledger.cut_off() == 0) return;
  err.write("note: the last line of " + options.out + " was not whole and was cut off (" +
            std::to_string(ledger.cut_off()) + " bytes); it is asked again\n");
}

// Where Bedrock's runtime is asked; empty if another platform is, or no region is known.
std::string bedrock_region(const BatchOptions& options) {
  return options.engine == BatchEngine::anthropic ? "" : runtime_region(options.connection);
}

// Reads every line, and asks none.
int run_dry(const BatchOptions& options, Console& console) {
  LedgerOptions ledger_options = ledger_options_of(options);
  ledger_options.out.clear();
  ledger_options.keeps_nothing = true;
  const bool is_job = options.engine == BatchEngine::bedrock;
  const PlatformKind platform = platform_of_lines(options);
  const std::string region = bedrock_region(options);
  OneModel one_model(options, region);
  ledger_options.check = [&](const ParsedLine& line) {
    return is_job ? one_model.check(line) : refuse_params(platform, line.params, region).value_or(Error{});
  };
  Result<std::unique_ptr<BatchLedger>> ledger = BatchLedger::open(std::move(ledger_options), console.out);
  if (!ledger) return report_usage(console.err, ledger.error());
  std::uint64_t good = 0;
  while ((*ledger)->next()) ++good;
  if ((*ledger)->failure().kind != ErrorKind::none) return report_usage(console.err, (*ledger)->failure());
  if (const Result<void> has_batch = one_model.has_batch(); is_job && !has_batch)
    return report_usage(console.err, has_batch.error());
  const Tally tally = (*ledger)->tally();
  console.err.write(dry_run_text(**ledger, good));
  return tally.failed == 0 ? kExitOk : kExitSomeFailed;
}

int run_here(const BatchOptions& options, Console& console) {
  Result<std::unique_ptr<BatchLedger>> opened = BatchLedger::open(ledger_options_of(options), console.out);
  if (!opened) return report_usage(console.err, opened.error());
  BatchLedger& ledger = **opened;
  if (const Result<void> checked = check_failed_file(options, ledger); !checked)
    return report_usage(console.err, checked.error());

  Interrupts interrupts(Interrupts::SecondTime::stops_work);
  std::atomic<std::uint64_t> throttled = 0;
  const Result<Connection> connection =
      Connection::open(options.connection, console, [&](const CallRecord& call) {
        if (call.error && call.error->kind == ErrorKind::rate_limit) ledger.set_throttled(++throttled);
      });
  if (!connection) return report_error(console.err, connection.error());
  if (const Result<void> begun = begin_ledger(options, ledger); !begun) {
    report_usage(console.err, begun.error());
    return kExitUnexpected;
  }
  say_cut_off(ledger, options, console.err);
  AskLines asking(connection->messages(), ledger, interrupts, bedrock_region(options));
  const auto began = Clock::now();
  Error ended_early;
  {
    ProgressView view(console.err, [&] {
      ProgressView::View now{.tally = ledger.tally()};
      const std::string in_flight = std::to_string(asking.in_flight()) + " in flight";
      now.note = console.err.has_colour() ? in_flight : "";
      if (interrupts.signal() != 0) now.note = "ending";
      return now;
    });
    const std::stop_callback first(interrupts.token(), [&] {
      const std::uint64_t calls = asking.in_flight();
      view.say("finishing " + std::to_string(calls) + (calls == 1 ? " call" : " calls") +
               " in flight; Ctrl-C again stops at once");
    });
    const std::stop_callback second(interrupts.second_token(), [&] { view.say("stopped"); });
    ended_early = asking.run({options.concurrency, options.rate});
  }
  return finish_batch({.ledger = ledger,
                       .failed_file = failed_file_of(options),
                       .out = options.out,
                       .began = began,
                       .ended_early = ended_early,
                       .signal = interrupts.signal()},
                      console);
}

}  // namespace

int run_batch(const BatchOptions& options, Console& console) {
  if (const Result<void> checked = check_batch_options(options); !checked)
    return report_usage(console.err, checked.error());
  if (options.estimate) return run_batch_estimate(options, console);
  if (options.dry_run) return run_dry(options, console);
  if (options.engine == BatchEngine::bedrock) return run_job(options, console);
  if (options.engine == BatchEngine::anthropic) return run_message_batches(options, console);
  return run_here(options, console);
}

Command batch_command() {
  return {
      .name = "batch",
      .about = "Ask every line of a file, and go on where it was ended",
      .examples =
          R"(  claude-bedrock batch questions.jsonl -o answers.jsonl        # again, after any end: goes on from there
  claude-bedrock batch questions.jsonl -o answers.jsonl --concurrency 50 --rate 10 --model sonnet
  claude-bedrock batch questions.jsonl --dry-run               # only checks the file
  claude-bedrock batch questions.jsonl -o answers.jsonl --engine bedrock --model claude-haiku-4-5 \
    --s3-input s3://bucket/in/ --s3-output s3://bucket/out/ --role-arn arn:aws:iam::123456789012:role/batch
)",
      .declare = with_options(declare_batch_options, run_batch),
      .notes =
          R"(A line is {"prompt": "..."} or a request's body, with "id" if you like, or one of Anthropic's Message Batches
({"custom_id", "params"}) or of Bedrock's batch inference ({"recordId", "modelInput"}).
)"};
}

}  // namespace anthropic::internal::cli
