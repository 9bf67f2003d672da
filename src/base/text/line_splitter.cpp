#include "base/text/line_splitter.hpp"

#include <utility>

namespace anthropic::internal {

std::optional<SplitLine> LineSplitter::next() {
  const std::size_t end = piece_.find('\n');
  const std::string_view part = piece_.substr(0, end);
  if (end == std::string_view::npos) {
    keep(part);
    piece_ = {};
    return std::nullopt;
  }
  piece_.remove_prefix(end + 1);
  if (size_ == 0) return SplitLine{++number_, part.size(), part.substr(0, longest_)};
  keep(part);
  return kept_line();
}

std::optional<SplitLine> LineSplitter::last() {
  return size_ == 0 ? std::nullopt : std::optional(kept_line());
}

void LineSplitter::keep(std::string_view part) {
  kept_ += part.substr(0, longest_ - kept_.size());
  size_ += part.size();
}

// A long line's memory goes with it.
SplitLine LineSplitter::kept_line() {
  line_ = std::exchange(kept_, {});
  return {++number_, std::exchange(size_, 0), line_};
}

}  // namespace anthropic::internal
