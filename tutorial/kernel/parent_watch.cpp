#include "tutorial/kernel/parent_watch.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include "base/text/text.hpp"

namespace anthropic::internal::kernel {

ParentWatch::ParentWatch(const Environment& environment) {
  const auto process = parse_integer(environment.get("JPY_PARENT_PID").value_or(""));
  constexpr long long kInit = 1;
  if (!process || *process <= kInit || *process > 0x7FFFFFFF) return;
  descriptor_ = Descriptor(static_cast<int>(syscall(SYS_pidfd_open, static_cast<pid_t>(*process), 0)));
}

}  // namespace anthropic::internal::kernel
