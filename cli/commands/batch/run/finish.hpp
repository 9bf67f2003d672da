#pragma once

#include <chrono>
#include <string>

#include "commands/batch/run/batch_options.hpp"
#include "commands/batch/run/ledger.hpp"
#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// What every engine works on.
LedgerOptions ledger_options_of(const BatchOptions& options);

/// Where the failed lines go: what --failed says, else "answers.failed.jsonl" for "answers.jsonl"; empty with
/// neither.
std::string failed_file_of(const BatchOptions& options);

/// That file may not be the input or the results, nor hold what is not of this batch.
Result<void> check_failed_file(const BatchOptions& options, const BatchLedger& ledger);

/// From here on the files are changed: results that will come anew are taken out, and the file of failed
/// lines is emptied with them, so that a run which is killed leaves nothing that the next one would not know.
Result<void> begin_ledger(const BatchOptions& options, BatchLedger& ledger);

struct BatchEnd {
  BatchLedger& ledger;
  std::string failed_file = {};
  std::string out = {};
  std::chrono::steady_clock::time_point began = {};
  Error ended_early = {};
  int signal = 0;
  bool has_lost_answers = false;  ///< Of lines that are not known.
};

/// Says what became of a batch, writes its failed lines, and returns the exit code.
int finish_batch(const BatchEnd& end, Console& console);

/// What a dry run has found.
std::string dry_run_text(const BatchLedger& ledger, std::uint64_t good);

}  // namespace anthropic::internal::cli
