#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "terminal/terminal.hpp"

namespace anthropic::internal::cli {

/// How far a transfer has come, on a line of standard error that is written over: only on a terminal, and
/// only once it has taken a second.
class Progress {
 public:
  explicit Progress(Output& err) : err_(err), begin_(std::chrono::steady_clock::now()), next_(begin_) {}
  ~Progress() { clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Further bytes have been moved, of so many in all if that is known.
  void add(std::int64_t bytes, std::optional<std::int64_t> total = {});
  /// Takes the line away.
  void clear();

 private:
  Output& err_;
  const std::chrono::steady_clock::time_point begin_;
  std::chrono::steady_clock::time_point next_;
  std::int64_t bytes_ = 0;
  bool is_shown_ = false;
};

}  // namespace anthropic::internal::cli
