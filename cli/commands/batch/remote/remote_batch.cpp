#include "commands/batch/remote/remote_batch.hpp"

#include <mutex>
#include <utility>

#include "base/time/clock.hpp"
#include "commands/batch/run/bar.hpp"
#include "commands/batch/run/finish.hpp"
#include "errors/exit_codes.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

Result<void> follow(RemoteBatch& batch, const RemoteRun& run) {
  constexpr int kPatience = 10;
  RealClock clock;
  std::mutex mutex;
  RemoteBatch::Progress seen;
  ProgressView view(run.console.err, [&] {
    const std::lock_guard lock(mutex);
    ProgressView::View now{.tally = run.ledger.tally(), .note = on_one_line(seen.status)};
    now.tally.succeeded += seen.succeeded;
    now.tally.failed += seen.failed;
    if (run.options.in.empty()) now.tally.total = seen.total;
    return now;
  });
  const auto pause = std::chrono::milliseconds(static_cast<std::int64_t>(run.options.poll_seconds * 1000));
  for (int failures = 0;;) {
    Result<RemoteBatch::Progress> progress = batch.progress();
    if (progress) {
      failures = 0;
      if (progress->has_ended) return {};
      const std::lock_guard lock(mutex);
      seen = *std::move(progress);
    } else if (!progress.error().is_retryable() || ++failures == kPatience) {
      return progress.error();
    }
    if (!clock.sleep_for(pause, run.interrupts.token())) return Error{.kind = ErrorKind::user_abort};
  }
}

int end(RemoteBatch& batch, const RemoteRun& run, Error error) {
  const bool is_interrupted = error.kind == ErrorKind::user_abort && run.interrupts.signal() != 0;
  if (is_interrupted) error = {};
  batch.add_hint(error);
  return finish_batch({.ledger = run.ledger,
                       .failed_file = run.options.in.empty() ? "" : failed_file_of(run.options),
                       .out = run.options.out,
                       .began = run.began,
                       .ended_early = std::move(error),
                       .signal = run.interrupts.signal(),
                       .has_lost_answers = run.has_lost_answers},
                      run.console);
}

}  // namespace

Result<std::unique_ptr<BatchLedger>> open_remote_ledger(const BatchOptions& options,
                                                        LedgerOptions ledger_options, Console& console) {
  Result<std::unique_ptr<BatchLedger>> ledger = BatchLedger::open(std::move(ledger_options), console.out);
  if (!ledger) return ledger;
  if (const Result<void> checked = check_failed_file(options, **ledger); !checked) return checked.error();
  if (const Result<void> begun = begin_ledger(options, **ledger); !begun) return begun.error();
  return ledger;
}

int run_remote_batch(RemoteBatch& batch, RemoteRun& run) {
  Result<void> done = batch.submit();
  // Lines that were sent earlier wait for an answer, too.
  for (auto line = done ? run.ledger.next() : std::nullopt; line; line = run.ledger.next())
    run.open_lines.emplace(line->key.number, line->key);
  if (done && !batch.is_under_way()) return end(batch, run, {});
  if (done && run.options.stop) done = batch.stop();
  if (done) done = follow(batch, run);
  if (!done && done.error().kind == ErrorKind::user_abort && run.interrupts.signal() != 0) {
    if (batch.is_under_way()) run.console.err.write(batch.continues() + "\n");
    return kExitFirstSignal + run.interrupts.signal();
  }
  if (done) done = batch.fetch_results();
  return end(batch, run, done ? Error() : done.error());
}

Result<void> take_answers(RemoteRun& run, const std::string& source,
                          const std::function<Result<void>(RemoteAnswers& answers)>& take) {
  RemoteAnswers answers(source, run.options.in.empty() ? nullptr : &run.open_lines, run.ledger);
  const Result<void> taken = take(answers);
  answers.report(run.console.err);
  run.has_lost_answers = run.has_lost_answers || answers.has_lost_answers();
  return taken;
}

Error no_answers(const RemoteRun& run, std::string message, const std::string& what,
                 const std::string& state_file) {
  Error error;
  error.kind = ErrorKind::response_validation;
  error.message = std::move(message);
  error.hint =
      "nothing is submitted again, which would be paid for again: "
      "this command looks there again";
  if (run.options.job.empty())
    error.hint += "; to have a new " + what + " all the same, remove " + state_file + " first";
  return error;
}

}  // namespace anthropic::internal::cli
