#include "base/text/line_splitter.hpp"

#include <utility>

namespace anthropic::internal {

std::optional<SplitLine> LineSplitter::next() {
  if (passes_over_ && !pass_over()) return std::nullopt;
  const std::size_t end = piece_.find('\n');
  const std::string_view part = piece_.substr(0, end);
  if (end == std::string_view::npos) {
    keep(part);
    piece_ = {};
    passes_over_ = told_ == LongLine::at_once && size_ > longest_;
    return passes_over_ ? std::optional(kept_line()) : std::nullopt;
  }
  piece_.remove_prefix(end + 1);
  if (size_ == 0) return SplitLine{++number_, part.size(), part.substr(0, longest_)};
  keep(part);
  return kept_line();
}

bool LineSplitter::pass_over() {
  const std::size_t end = piece_.find('\n');
  passes_over_ = end == std::string_view::npos;
  piece_ = passes_over_ ? std::string_view() : piece_.substr(end + 1);
  return !passes_over_;
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
