#pragma once

#include "base/public_names.hpp"

namespace anthropic::internal::testing {

/// While it lives, resolving "slow.test" does not end; after it, it fails.
class SlowResolver {
 public:
  SlowResolver();
  ~SlowResolver();
  SlowResolver(const SlowResolver&) = delete;
  SlowResolver& operator=(const SlowResolver&) = delete;

  /// Waits until somebody asked for "slow.test".
  void wait_until_asked();
};

}  // namespace anthropic::internal::testing
