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
  std::uint64_t size = 0;    ///< Of the whole line; of one that is told at once, what has come of it.
  /// The line, or as much of a longer one as is kept. Valid until the next call.
  std::string_view text = {};

  bool is_cut() const { return text.size() < size; }
};

/// When a line is told that is longer than what is kept of it.
enum class LongLine : std::uint8_t {
  at_its_end,
  at_once,  ///< As soon as it is too long; its rest is passed over.
};

/// Splits what comes in pieces into lines: give() a piece, take its lines with next(), and so on.
class LineSplitter {
 public:
  /// Of a longer line only the front is kept.
  explicit LineSplitter(std::size_t longest, LongLine told = LongLine::at_its_end)
      : longest_(longest), told_(told) {}

  /// The bytes that follow, when next() has returned nothing. They must stay until it does so again.
  void give(std::string_view piece) { piece_ = piece; }
  /// The next line that has its end, or is told at once; nothing if that is still to come.
  std::optional<SplitLine> next();
  /// The line that has no end, if there is one, when all has been given.
  std::optional<SplitLine> last();

 private:
  /// Whether the end of the line that was told has come.
  bool pass_over();
  void keep(std::string_view part);
  SplitLine kept_line();

  std::size_t longest_;
  LongLine told_;
  bool passes_over_ = false;  // what follows belongs to a line that was told
  std::string_view piece_;
  std::string kept_;        // of the line that earlier pieces have begun
  std::uint64_t size_ = 0;  // of that
  std::string line_;
  std::uint64_t number_ = 0;
};

}  // namespace anthropic::internal
