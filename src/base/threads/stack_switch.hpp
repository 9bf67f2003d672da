#pragma once

#include <cstddef>

#if defined(__SANITIZE_ADDRESS__)
#define ANTHROPIC_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ANTHROPIC_ASAN 1
#endif
#endif
#if defined(__SANITIZE_THREAD__)
#define ANTHROPIC_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define ANTHROPIC_TSAN 1
#endif
#endif

#ifdef ANTHROPIC_ASAN
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef ANTHROPIC_TSAN
#include <sanitizer/tsan_interface.h>
#endif

namespace anthropic::internal {

/// Tells the sanitizers that a fiber and its thread change places; without them it does nothing. Each change
/// is announced on the one side and has arrived on the other.
class StackSwitch {
 public:
#ifdef ANTHROPIC_TSAN
  StackSwitch() : fiber_(__tsan_create_fiber(0)) {}
  ~StackSwitch() {
    __tsan_destroy_fiber(fiber_);
  }
#else
  StackSwitch() = default;
#endif
  StackSwitch(const StackSwitch&) = delete;
  StackSwitch& operator=(const StackSwitch&) = delete;

  void to_fiber([[maybe_unused]] const void* bottom, [[maybe_unused]] std::size_t size) {
#ifdef ANTHROPIC_ASAN
    inside_ = true;
    __sanitizer_start_switch_fiber(&thread_frames_, bottom, size);
#endif
#ifdef ANTHROPIC_TSAN
    thread_ = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(fiber_, 0);
#endif
  }

  void to_thread() {
#ifdef ANTHROPIC_ASAN
    inside_ = false;
    __sanitizer_start_switch_fiber(&fiber_frames_, thread_bottom_, thread_size_);
#endif
#ifdef ANTHROPIC_TSAN
    __tsan_switch_to_fiber(thread_, 0);
#endif
  }

  void arrived() {
#ifdef ANTHROPIC_ASAN
    if (inside_) {
      __sanitizer_finish_switch_fiber(fiber_frames_, &thread_bottom_, &thread_size_);
    } else {
      __sanitizer_finish_switch_fiber(thread_frames_, nullptr, nullptr);
    }
#endif
  }

 private:
#ifdef ANTHROPIC_ASAN
  bool inside_ = false;
  void* fiber_frames_ = nullptr;
  void* thread_frames_ = nullptr;
  const void* thread_bottom_ = nullptr;
  std::size_t thread_size_ = 0;
#endif
#ifdef ANTHROPIC_TSAN
  void* fiber_;
  void* thread_ = nullptr;
#endif
};

}  // namespace anthropic::internal
