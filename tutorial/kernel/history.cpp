#include "tutorial/kernel/history.hpp"

#include <algorithm>
#include <set>

#include "base/text/glob.hpp"

namespace anthropic::internal::kernel {

void History::add(HistoryEntry entry) {
  if (entries_.size() == kMost) entries_.pop_front();
  entries_.push_back(std::move(entry));
}

std::vector<HistoryEntry> History::tail(long long count) const {
  return search("*", count, false);
}

std::vector<HistoryEntry> History::range(long long begin, long long end) const {
  std::vector<HistoryEntry> found;
  for (const HistoryEntry& entry : entries_) {
    if (entry.line >= begin && entry.line < end) found.push_back(entry);
  }
  return found;
}

std::vector<HistoryEntry> History::search(std::string_view pattern, long long count, bool is_unique) const {
  std::vector<HistoryEntry> found;
  std::set<std::string_view> inputs;
  for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) {
    if (static_cast<long long>(found.size()) >= count) break;
    if (!glob_matches(pattern, entry->input)) continue;
    if (is_unique && !inputs.insert(entry->input).second) continue;
    found.push_back(*entry);
  }
  std::reverse(found.begin(), found.end());
  return found;
}

}  // namespace anthropic::internal::kernel
