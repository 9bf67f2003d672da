#pragma once

#include <memory>
#include <utility>

namespace anthropic::internal {

/// Makes handles of the public API out of what they share, and finds it again. Both are private to users, and
/// this header is not installed.
struct Access {
  template <class Handle, class Shared>
  static Handle make(std::shared_ptr<Shared> shared) {
    return Handle(std::move(shared));
  }

  template <class Handle>
  static const auto& shared(const Handle& handle) {
    return handle.core_;
  }
};

}  // namespace anthropic::internal
