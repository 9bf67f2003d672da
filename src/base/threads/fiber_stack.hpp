#pragma once

#include <cstddef>
#include <sys/mman.h>
#include <unistd.h>

namespace anthropic::internal {

/// Memory for a stack, which is taken as it is used, and below it a page that nothing may touch.
class FiberStack {
 public:
  explicit FiberStack(std::size_t bytes)
      : guard_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))), bytes_(bytes) {
    void* memory = mmap(nullptr, guard_ + bytes_, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
    if (memory == MAP_FAILED) return;
    memory_ = static_cast<char*>(memory);
    mprotect(memory_, guard_, PROT_NONE);
  }
  ~FiberStack() {
    if (memory_) munmap(memory_, guard_ + bytes_);
  }
  FiberStack(const FiberStack&) = delete;
  FiberStack& operator=(const FiberStack&) = delete;

  bool usable() const { return memory_ != nullptr; }
  char* bottom() const { return memory_ + guard_; }
  std::size_t size() const { return bytes_; }

 private:
  const std::size_t guard_;
  const std::size_t bytes_;
  char* memory_ = nullptr;
};

}  // namespace anthropic::internal
