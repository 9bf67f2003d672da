#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/message_create_params.hpp>
#include <anthropic/result.hpp>

#include "commands/batch/files/line_reader.hpp"

namespace anthropic::internal::cli {

/// A line of the input as the file of failed lines has it. Its number is not the same there, so a name that
/// was made of it is written down.
std::string failed_line(const Line& line, const MessageCreateParams& defaults);

/// Which lines of the input a file of failed lines has, by their digests.
class FailedFileLines {
 public:
  /// Fails with a usage error.
  static Result<FailedFileLines> read(const std::string& path);

  /// There is such a line in this batch.
  void mark(std::uint32_t digest);
  /// Whether the file has nothing but lines of this batch, as they are there.
  bool are_all_marked() const;

 private:
  std::vector<std::uint32_t> digests_;  // sorted, each once
  std::vector<bool> is_marked_;
  bool has_foreign_ = false;
};

}  // namespace anthropic::internal::cli
