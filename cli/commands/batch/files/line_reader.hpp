#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/result.hpp>

#include "base/text/line_splitter.hpp"

namespace anthropic::internal {
class InputFile;
}

namespace anthropic::internal::cli {

/// A line of a batch's input.
struct Line {
  std::uint64_t number = 0;  ///< From 1, as editors count; blank lines count.
  std::uint64_t size = 0;    ///< In bytes, without its end.
  /// Without byte order mark, carriage return and the blanks around it; empty if the line is too long. Valid
  /// until the next line is read.
  std::string_view text = {};
  bool is_too_long = false;
};

/// Reads a regular file line by line in bounded memory.
class LineReader {
 public:
  /// Lines longer than `longest` are passed over. Fails with a usage error.
  static Result<LineReader> open(const std::string& path, std::uint64_t longest);

  LineReader(LineReader&&) noexcept;
  ~LineReader();

  /// The next line, or nothing at the end.
  Result<std::optional<Line>> next();

 private:
  LineReader(std::unique_ptr<InputFile> file, std::uint64_t longest);

  std::unique_ptr<InputFile> file_;
  std::uint64_t longest_;
  std::vector<char> buffer_;
  LineSplitter splitter_;
};

/// Reads a file to its end, or until `take` fails.
Result<void> for_each_line(const std::string& path, std::uint64_t longest,
                           const std::function<Result<void>(const Line&)>& take);

/// What identifies a line's text: the same on every machine and in every version.
std::uint64_t digest_of(std::string_view text);

}  // namespace anthropic::internal::cli
