#pragma once

#include <chrono>
#include <string>

#include "batch.hpp"
#include "batch/books.hpp"

namespace anthropic::cli {

/// What every engine works on.
BooksOptions books_options_of(const BatchOptions& options);

/// Where the failed lines go: what --failed says, else "answers.failed.jsonl" for "answers.jsonl"; empty with
/// neither.
std::string failed_file_of(const BatchOptions& options);

/// That file may not be the input or the results, nor one that an earlier batch has left.
Result<void> check_failed_file(const BatchOptions& options, const Books& books);

struct BatchEnd {
  Books& books;
  std::string failed_file = {};
  std::string out = {};
  std::chrono::steady_clock::time_point began = {};
  Error ended_early = {};
  int signal = 0;
};

/// Says what became of a batch, writes its failed lines, and returns the exit code.
int finish_batch(const BatchEnd& end, Console& console);

/// What a dry run has found.
std::string dry_run_text(const Books& books, std::uint64_t good);

}  // namespace anthropic::cli
