#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include <anthropic/result.hpp>

#include "commands/batch/run/ledger.hpp"
#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// The lines that a job or a batch is to ask, by their numbers.
using OpenLines = std::unordered_map<std::uint64_t, LineKey>;

/// Stores what a job or a batch has answered, record by record. What is damaged, or of no line of the input,
/// is passed over and reported: the rest is paid for, too. A line whose answer is lost that way fails, so
/// that it is asked, and paid for, once more only if the user says so.
class RemoteAnswers {
 public:
  /// `source` names the job or the batch in messages. With `expected`, only records of these lines are taken.
  RemoteAnswers(std::string source, const OpenLines* expected, BatchLedger& ledger);

  /// The line whose answer stands at `place` ("line 3 of s3://…"); nothing if that is not to be stored. A
  /// record that another program has made is told apart by `number`.
  std::optional<LineKey> line_of(const std::string& record_id, std::uint64_t number,
                                 const std::string& place);
  /// What stands at `place` cannot be read. Its text may still say which record it is of.
  void lose(std::string_view text, const std::string& place, const std::string& why);
  /// The answer of a line that is known cannot be read.
  void lose(const LineKey& key, const std::string& place, const std::string& why);

  /// Whether nothing came, damaged or not.
  bool is_empty() const { return seen_.empty() && foreign_ + lost_ == 0 && lost_lines_.empty(); }
  /// Whether records were lost of which nobody knows the line.
  bool has_lost_answers() const { return lost_ > 0; }

  /// Where all has been read: fails the lines, of those with numbers from
  /// `first` to `last`, whose records must be among the lost ones, if so many
  /// records have been in it. Fails if the records are not of this input.
  Result<void> finish(std::uint64_t records, std::uint64_t first, std::uint64_t last);
  /// Says what was passed over.
  void report(Output& err) const;

 private:
  void note(std::string text);
  Result<void> kept() const;

  const std::string source_;
  const OpenLines* expected_;
  BatchLedger& ledger_;
  std::unordered_set<std::uint64_t> seen_;     // numbers of lines
  std::unordered_set<std::uint64_t> changed_;  // of lines that were asked with another text
  std::uint64_t foreign_ = 0;
  std::uint64_t lost_ = 0;
  std::vector<std::pair<LineKey, std::string>> lost_lines_;  // and why
  std::string foreign_id_;
  std::uint64_t passed_over_ = 0;
  std::vector<std::string> notes_;  // the first few
};

}  // namespace anthropic::internal::cli
