#pragma once

#include <utility>

namespace anthropic::internal {

/// A T that each thread makes for itself when it first needs one, and deletes as it ends. The destructors of
/// static and of other thread-local objects may still run on the thread then, and find a new one, which
/// stays.
template <class T>
class OfThread {
 public:
  static T& get() {
    if (!kept_) make();
    return *kept_;
  }

 private:
  struct AtEnd {
    ~AtEnd() {
      delete std::exchange(kept_, nullptr);
      ended_ = true;
    }
  };

  static void make() {
    kept_ = new T;
    if (ended_) return;
    thread_local AtEnd at_end;
    (void)&at_end;
  }

  static inline constinit thread_local T* kept_ = nullptr;
  static inline constinit thread_local bool ended_ = false;
};

}  // namespace anthropic::internal
