#pragma once

#include <sys/resource.h>

#include "base/public_names.hpp"

namespace anthropic::internal::testing {

/// Allows this process as many open descriptors as it may ask for; returns how many that is.
inline rlim_t raise_descriptor_limit() {
  rlimit limit = {};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  return ::setrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : 0;
}

}  // namespace anthropic::internal::testing
