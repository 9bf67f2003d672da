#pragma once

#include "base/public_names.hpp"

namespace anthropic::internal::testing {

/// Counts what passes through libcurl while it lives; one at a time.
class TransferCounter {
 public:
  TransferCounter();
  ~TransferCounter();
  TransferCounter(const TransferCounter&) = delete;
  TransferCounter& operator=(const TransferCounter&) = delete;

  int transfers() const;
  /// The most transfers that one easy handle has served.
  int most_of_a_handle() const;
  /// Easy handles that have served a transfer and are still there.
  int handles() const;
};

}  // namespace anthropic::internal::testing
