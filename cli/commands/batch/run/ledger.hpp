#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include <anthropic/message_create_params.hpp>
#include <anthropic/result.hpp>

#include "commands/batch/files/input_line.hpp"
#include "commands/batch/files/line_states.hpp"
#include "commands/batch/files/result_line.hpp"
#include "commands/batch/files/results_file.hpp"
#include "commands/batch/run/tally.hpp"
#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// What a batch works on.
struct LedgerOptions {
  std::string in = {};         ///< Empty: there are only results, which come from elsewhere.
  std::string out = {};        ///< Empty: standard output, and nothing is remembered.
  bool keeps_nothing = false;  ///< Results are counted, and that is all.
  bool retry_failed = false;
  double price_factor = 1;            ///< 0: nobody pays.
  MessageCreateParams defaults = {};  ///< For what lines lack.
  /// Has the last word on what a line asks.
  std::function<void(MessageCreateParams& params)> adjust = {};
  /// Says what is wrong with a line that could be asked otherwise; an Error of kind none if nothing is.
  std::function<Error(const ParsedLine& line)> check = {};
};

/// A batch's bookkeeping: which lines of the input are still to be asked, and the results of the others.
/// Every line that is not blank gets one result; those that cannot be asked get theirs here. Failures are
/// usage errors.
///
/// next() is called by one thread at a time; all else may be called by any.
class BatchLedger {
 public:
  /// Opens both files and compares them: what the results hold must be results of this input. Nothing is
  /// changed yet.
  static Result<std::unique_ptr<BatchLedger>> open(LedgerOptions options, Output& standard_output);

  /// Whether there are results of lines that are to be asked again, which begin() takes out.
  bool takes_out_results() const { return has_reopened_; }
  /// Whether a file of failed lines has lines of this batch only: of the input, or such as have a result.
  Result<bool> knows_lines_of(const std::string& failed_file) const;
  /// Makes the results ready to be added to. Before all that follows.
  Result<void> begin();

  /// The next line to ask; nothing at the end, or where failure() says why.
  std::optional<ParsedLine> next();

  void store_success(const LineKey& key, const Message& message, std::string_view model);
  /// Makes sure that results of so many bytes more can be kept. Where not, next() gives no more lines, and
  /// failure() says why; what is under way can still be stored.
  bool reserve(std::uint64_t bytes);
  /// With the message as it came.
  void store_success(const LineKey& key, const Json& message, const Usage& usage, std::string_view model);
  void store_failure(const LineKey& key, const Error& error);
  /// Whether the line has its result already.
  bool is_done(std::uint64_t line) const;

  /// So many answers in all; never less than before.
  void set_throttled(std::uint64_t answers);
  Tally tally() const;
  /// Of kind none unless a file could not be read or written: then there is no point in going on.
  Error failure() const;
  /// False where results are lost from now on.
  bool is_writable() const;
  std::uint64_t cut_off() const;

  struct FailedLine {
    LineKey key = {};
    Error error = {};
  };
  /// The first few that failed in this run.
  std::vector<FailedLine> failed_lines() const;
  /// Brings the results to the disk.
  Result<void> flush();
  /// Writes the lines that failed to a file, as an input of their own. Only when all has ended.
  Result<void> write_failed_lines(const std::string& path) const;

 private:
  BatchLedger(LedgerOptions options, Output& standard_output, std::uint64_t lines);
  Result<void> open_results();
  Result<void> take_up_results();
  Result<void> take_up_results_alone();
  Result<void> compare_with_input();
  void set_state(std::uint64_t line, LineState state);
  void fail(const LineKey& key, const Error& error);
  void succeed(const LineKey& key, const std::string& line, const Usage& usage, std::string_view model);
  void append(const std::string& line);
  void note_failure(Error error);

  const LedgerOptions options_;
  Output& standard_output_;
  mutable std::mutex mutex_;
  std::optional<LineReader> reader_;
  std::optional<ResultsFile> results_;
  LineStates states_;
  std::unordered_set<std::uint64_t> done_without_input_;
  Tally tally_;
  std::vector<FailedLine> failed_lines_;
  bool has_reopened_ = false;
  Error failure_;
  Error no_room_;
};

}  // namespace anthropic::internal::cli
