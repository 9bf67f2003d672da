#include "base/process/child_descriptors.hpp"

#include <unistd.h>

#include "base/file/open_descriptors.hpp"

namespace anthropic::internal {

int close_all_but_standard(posix_spawn_file_actions_t& actions) {
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 34)
  return ::posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
#else
  return close_what_is_open(actions);
#endif
}

int close_what_is_open(posix_spawn_file_actions_t& actions) {
  for (const int number : open_descriptors()) {
    if (number <= STDERR_FILENO || !is_inherited(number)) continue;
    if (const int failed = ::posix_spawn_file_actions_addclose(&actions, number)) return failed;
  }
  return 0;
}

}  // namespace anthropic::internal
