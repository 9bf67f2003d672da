#pragma once

#include <cstdint>
#include <optional>

#include <anthropic/message_create_params.hpp>
#include <anthropic/result.hpp>

#include "commands/batch/files/line_reader.hpp"
#include "commands/batch/files/result_line.hpp"

namespace anthropic::internal::cli {

/// The longest line that is read: what a request may have, and some room for what is around it.
constexpr std::uint64_t kLongestLine = 25'000'000 + 64 * 1024;

/// A line, and what it asks.
struct ParsedLine {
  LineKey key = {};
  bool has_own_id = false;
  std::uint64_t size = 0;  ///< Of the line, in bytes.
  MessageCreateParams params = {};
  std::optional<Error> error = {};  ///< Of kind bad_request, if the line is broken.
};

/// Reads a line of the forms of Message Batches ({"custom_id", "params"}), Bedrock's batch inference
/// ({"recordId", "modelInput"}), a request's body, or {"prompt", "system"}. What it lacks comes from
/// `defaults`.
ParsedLine parse_line(const Line& line, const MessageCreateParams& defaults);

}  // namespace anthropic::internal::cli
