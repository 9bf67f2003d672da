#pragma once

#include <memory>

namespace anthropic::internal {

/// Leaves something to the system, which takes it back when the process ends: what cannot be destroyed any
/// more, because it is the parent's after fork(), or because the libraries it needs have ended. Thread-safe.
void abandon(std::shared_ptr<void> thing) noexcept;
/// The same for what is no C++ object of ours.
void abandon(void* thing) noexcept;

}  // namespace anthropic::internal
