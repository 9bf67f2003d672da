#include "allocations.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <malloc.h>
#include <new>

static std::atomic<std::uint64_t> count{0};
static std::atomic<bool> is_watched{false};
static std::atomic<std::int64_t> held{0};
static std::atomic<std::int64_t> most_held{0};

static void note(std::int64_t size) {
  const std::int64_t now = held.fetch_add(size, std::memory_order_relaxed) + size;
  // One thread allocates while it is watched.
  most_held.store(std::max(now, most_held.load(std::memory_order_relaxed)), std::memory_order_relaxed);
}

namespace bench {

std::uint64_t allocations() {
  return count.load(std::memory_order_relaxed);
}

std::size_t peak_bytes(const std::function<void()>& work) {
  held = 0;
  most_held = 0;
  is_watched = true;
  work();
  is_watched = false;
  return static_cast<std::size_t>(most_held.load());
}

}  // namespace bench

// The other forms call these.
void* operator new(std::size_t size) {
  count.fetch_add(1, std::memory_order_relaxed);
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (!memory) throw std::bad_alloc();
  if (is_watched.load(std::memory_order_relaxed)) note(static_cast<std::int64_t>(malloc_usable_size(memory)));
  return memory;
}
void operator delete(void* memory) noexcept {
  if (is_watched.load(std::memory_order_relaxed))
    note(-static_cast<std::int64_t>(malloc_usable_size(memory)));
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  operator delete(memory);
}
