#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace anthropic::internal {

/// A line, without its end, of bytes that come in pieces.
struct SplitLine {
  std::uint64_t number = 0;  ///< From 1; blank lines count.
  std::uint64_t size = 0;    ///< of the whole line
  /// The line, or as much of a longer one as is kept. Valid until the next call.
  std::string_view text = {};

  bool is_cut() const { return text.size() < size; }
};

/// Splits what comes in pieces into lines: give() a piece, take its lines with next(), and so on.
class LineSplitter {
 public:
  /// Of a longer line only the front is kept.
  explicit LineSplitter(std::size_t longest) : longest_(longest) {}

  /// The bytes that follow, when next() has returned nothing. They must stay until it does so again.
  void give(std::string_view piece) { piece_ = piece; }
  /// The next line that has its end; nothing if that is still to come.
  std::optional<SplitLine> next();
  /// The line that has no end, if there is one, when all has been given.
  std::optional<SplitLine> last();

 private:
  void keep(std::string_view part);
  SplitLine kept_line();

  std::size_t longest_;
  std::string_view piece_;
  std::string kept_;        // of the line that earlier pieces have begun
  std::uint64_t size_ = 0;  // of that
  std::string line_;
  std::uint64_t number_ = 0;
};

}  // namespace anthropic::internal
