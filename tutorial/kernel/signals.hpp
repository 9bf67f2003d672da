#pragma once

#include "base/file/descriptor.hpp"

namespace anthropic::internal::kernel {

/// SIGINT and SIGTERM as a descriptor that is readable when one has come, so that the loop which waits for messages takes
/// them: a handler would break ZeroMQ's waiting, and the kernel with it. Made before the first thread, as threads
/// inherit what is blocked here.
class Signals {
 public:
  Signals();

  int descriptor() const { return descriptor_.get(); }

  struct Taken {
    bool interrupt = false;
    bool end = false;
  };
  /// What has come since; empty if nothing has.
  Taken take();

 private:
  Descriptor descriptor_;
};

}  // namespace anthropic::internal::kernel
