#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include <anthropic/result.hpp>

#include "base/file/descriptor.hpp"
#include "commands/batch/files/result_line.hpp"

namespace anthropic::internal::cli {

/// The file of results: whole lines only, whatever ends the program. It is locked while this lives, against
/// another run. Each line is one write; the disk is told to keep what there is every second, and at the end.
/// What stands in it is not changed before cut_torn_line(). Failures are usage errors that name the file.
class ResultsFile {
 public:
  /// Opens it, or makes it for its owner only, and passes over a last line that is not whole. What is no
  /// regular file (/dev/null, a pipe that somebody reads) is only written to.
  static Result<ResultsFile> open(const std::string& path);

  ResultsFile(ResultsFile&&) noexcept = default;
  ResultsFile& operator=(ResultsFile&&) = delete;
  ~ResultsFile();

  const std::string& path() const { return path_; }
  /// Without a torn line.
  bool is_empty() const { return size_ == 0; }
  /// How many bytes the torn line has.
  std::uint64_t torn() const { return torn_; }

  /// Hands each line's front to `look`, in order. Fails where a line is none of ours, or as `look` fails.
  Result<void> scan(const std::function<Result<void>(const ResultHead& head)>& look) const;
  /// Before the first of the following.
  Result<void> cut_torn_line();
  /// Leaves out the lines that are not to be kept. The file is replaced at once, or not at all.
  Result<void> keep_only(const std::function<bool(const ResultHead& head)>& is_kept);
  /// Makes sure of room for so many bytes more, as far as the file system can tell. What is not used is given
  /// back at the end.
  Result<void> reserve(std::uint64_t bytes);
  /// Appends a whole line, or nothing.
  Result<void> append(std::string_view line);
  /// Brings everything to the disk.
  Result<void> flush();

 private:
  ResultsFile(std::string path, Descriptor descriptor);
  Result<void> find_torn_line();
  int allocate(std::uint64_t end);
  Error failed(int number) const;

  std::string path_;
  Descriptor descriptor_;
  bool is_regular_ = false;
  std::uint64_t size_ = 0;
  std::uint64_t torn_ = 0;
  std::uint64_t reserved_to_ = 0;
  bool has_reserved_ = false;
  std::chrono::steady_clock::time_point next_flush_ = {};
};

}  // namespace anthropic::internal::cli
