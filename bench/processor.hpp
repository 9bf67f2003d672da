#pragma once

#include <sched.h>
#include <unistd.h>

namespace bench {

/// Keeps this process on one processor, so that the client and its server do not push each other about. Does
/// nothing on a machine with only one.
inline void stay_on_processor(unsigned number) {
  if (sysconf(_SC_NPROCESSORS_ONLN) < 2) return;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(number, &set);
  sched_setaffinity(0, sizeof set, &set);
}

}  // namespace bench
