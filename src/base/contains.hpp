#pragma once

#include <algorithm>

namespace anthropic::internal {

/// Whether a value is one of a range's.
template <class Range, class Value>
bool contains(const Range& range, const Value& value) {
  return std::find(range.begin(), range.end(), value) != range.end();
}

}  // namespace anthropic::internal
