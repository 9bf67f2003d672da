#pragma once

#include "base/environment.hpp"
#include "base/file/descriptor.hpp"

namespace anthropic::internal::kernel {

/// Watches the front end that started the kernel, which JPY_PARENT_PID names: a kernel that outlives it is used by
/// nobody. Watches nothing where there is no such process, or the system cannot.
class ParentWatch {
 public:
  explicit ParentWatch(const Environment& environment);

  /// Readable once the process has ended; -1 if there is none.
  int descriptor() const { return descriptor_.get(); }

 private:
  Descriptor descriptor_;
};

}  // namespace anthropic::internal::kernel
