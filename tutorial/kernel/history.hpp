#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace anthropic::internal::kernel {

struct HistoryEntry {
  int line = 0;  ///< The number of the run.
  std::string input = {};
  std::string output = {};  ///< The text of its answers.
};

/// The cells that were run, of this session of the kernel. The oldest are forgotten.
class History {
 public:
  static constexpr std::size_t kMost = 1'000;

  void add(HistoryEntry entry);

  /// The last `count`, oldest first.
  std::vector<HistoryEntry> tail(long long count) const;
  /// Those with numbers from `begin` up to, and without, `end`.
  std::vector<HistoryEntry> range(long long begin, long long end) const;
  /// The last `count` whose input the pattern means ('*' and '?'), oldest first; of equal ones the last if
  /// `is_unique`.
  std::vector<HistoryEntry> search(std::string_view pattern, long long count, bool is_unique) const;

 private:
  std::deque<HistoryEntry> entries_;
};

}  // namespace anthropic::internal::kernel
