#pragma once

#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <set>
#include <string>
#include <unistd.h>

#include "base/public_names.hpp"

namespace anthropic::internal::testing {

/// The numbers of this process's open descriptors.
inline std::set<int> open_descriptors() {
  std::set<int> numbers;
  DIR* const folder = ::opendir("/proc/self/fd");
  while (const dirent* entry = ::readdir(folder)) {
    if (entry->d_name[0] != '.') numbers.insert(std::atoi(entry->d_name));
  }
  numbers.erase(::dirfd(folder));
  ::closedir(folder);
  return numbers;
}

/// What a descriptor leads to: "socket:[4711]".
inline std::string what_is(int descriptor) {
  char target[256];
  const ssize_t size =
      ::readlink(("/proc/self/fd/" + std::to_string(descriptor)).c_str(), target, sizeof target);
  return std::to_string(descriptor) + " " +
         std::string(target, size < 0 ? 0 : static_cast<std::size_t>(size));
}

/// Those of them, opened since, that a program would inherit which this process starts; a line each.
inline std::string inheritable_since(const std::set<int>& before) {
  std::string found;
  for (const int number : open_descriptors()) {
    const int flags = ::fcntl(number, F_GETFD);
    if (!before.contains(number) && flags >= 0 && (flags & FD_CLOEXEC) == 0) found += what_is(number) + "\n";
  }
  return found;
}

}  // namespace anthropic::internal::testing
