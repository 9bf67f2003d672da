#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <anthropic/json.hpp>
#include <anthropic/message.hpp>
#include <anthropic/result.hpp>

#include "commands/batch/files/input_line.hpp"

namespace anthropic::cli {

// What goes into a batch inference job, and what comes out.

/// A record's id says which line it is of, so that results can be brought home by who has nothing else:
/// key_of_made_up_id() reads it.
std::string record_id(const LineKey& key);

/// A line of the job's input. Fails with bad_request, as create() would.
Result<std::string> record_line(const ParsedLine& line);

/// A record that the job has answered, or not.
struct RecordResult {
  std::string id = {};
  Json message = {};
  Usage usage = {};
  Error error = {};  ///< Of kind none if there is a message.
};
/// Reads a line of the job's output. Fails if it is none. A message that is none is an error of kind
/// response_validation.
Result<RecordResult> read_record_result(std::string_view line);

/// Cuts what comes in pieces into lines.
class LineCutter {
 public:
  /// Of a longer line only the front is kept. A record holds its whole input, with images and documents.
  explicit LineCutter(std::size_t longest = std::size_t{128} << 20) : longest_(longest) {}

  /// Appends a piece, and hands out the lines that are whole.
  Result<void> take(std::string_view piece, const std::function<Result<void>(std::string_view line)>& line);
  /// What is left is a line, too.
  Result<void> finish(const std::function<Result<void>(std::string_view line)>& line);
  /// Of the line that was handed out last, from 1; blank ones count.
  std::uint64_t number() const { return number_; }
  /// Why the line that was handed out last is only the front of one; empty if it is whole.
  std::string why_cut() const;

 private:
  const std::size_t longest_;
  std::string rest_;
  bool is_cut_ = false;        // the line that is under way has lost its end
  bool last_was_cut_ = false;  // so has the one that was handed out last
  std::uint64_t number_ = 0;
};

}  // namespace anthropic::cli
