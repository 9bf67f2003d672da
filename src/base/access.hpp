#pragma once

#include <memory>
#include <utility>

namespace anthropic::internal {

/// Makes handles of the public API out of what they share. Their constructors for that are private, and this
/// header is not installed.
struct Access {
  template <class Handle, class Shared>
  static Handle make(std::shared_ptr<Shared> shared) {
    return Handle(std::move(shared));
  }
};

}  // namespace anthropic::internal
