#pragma once

#include <string>
#include <string_view>

#include <anthropic/json.hpp>
#include <anthropic/message.hpp>
#include <anthropic/result.hpp>

#include "commands/batch/files/input_line.hpp"

namespace anthropic::internal::cli {

// What goes into a batch inference job, and what comes out.

/// A record's id says which line it is of, so that results can be brought home
/// by who has nothing else: key_of_made_up_id() reads it.
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
/// Reads a line of the job's output. Fails if it is none. A message that is
/// none is an error of kind response_validation.
Result<RecordResult> read_record_result(std::string_view line);

}  // namespace anthropic::internal::cli
