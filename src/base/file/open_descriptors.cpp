#include "base/file/open_descriptors.hpp"

#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <memory>

namespace anthropic::internal {
namespace {

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

}  // namespace

std::vector<int> open_descriptors() {
  std::vector<int> numbers;
  const std::unique_ptr<DIR, CloseFolder> folder(::opendir("/proc/self/fd"));
  while (const dirent* entry = folder ? ::readdir(folder.get()) : nullptr) {
    if (entry->d_name[0] != '.') numbers.push_back(static_cast<int>(std::strtol(entry->d_name, nullptr, 10)));
  }
  return numbers;
}

bool is_inherited(int descriptor) {
  const int flags = ::fcntl(descriptor, F_GETFD);
  return flags >= 0 && (flags & FD_CLOEXEC) == 0;
}

}  // namespace anthropic::internal
