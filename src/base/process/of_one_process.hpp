#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <utility>

#include "base/process/process_number.hpp"
#include "base/threads/abandoned.hpp"

namespace anthropic::internal {

/// A base of what only the process that made it may use. After fork() the child has a copy without the
/// threads that worked for it, with locks that nobody will ever open, and with connections that the parent
/// goes on using: in_this_process() gives the child another one instead, which is made in the same way.
template <class T>
class OfOneProcess {
 public:
  using Make = std::function<std::unique_ptr<T>()>;

  /// `make` is called now, and once more in each child that asks for it.
  static std::shared_ptr<T> share(Make make) {
    std::unique_ptr<T> made = make();
    made->make_ = std::move(make);
    return std::shared_ptr<T>(made.release(), &OfOneProcess::drop);
  }

  bool is_of_this_process() const { return process_ == process_number(); }

  /// The one of this process; null if nobody has asked for it yet.
  T* known_in_this_process() {
    if (is_of_this_process()) return static_cast<T*>(this);
    const std::shared_ptr<T>* const heir = heir_.load(std::memory_order_acquire);
    return heir ? (*heir)->known_in_this_process() : nullptr;
  }

  /// The one that takes the place of this one in a child.
  const std::shared_ptr<T>& heir() {
    std::shared_ptr<T>* known = heir_.load(std::memory_order_acquire);
    if (known) return *known;
    auto mine = std::make_unique<std::shared_ptr<T>>(share(make_));
    if (heir_.compare_exchange_strong(known, mine.get())) known = mine.release();
    return *known;
  }

 private:
  static void drop(T* dropped) {
    delete dropped->heir_.exchange(nullptr);
    if (dropped->is_of_this_process()) {
      delete dropped;
    } else {
      abandon(dropped);
    }
  }

  const unsigned process_ = process_number();
  Make make_;
  std::atomic<std::shared_ptr<T>*> heir_ = nullptr;
};

/// What takes the place of `made` in this process; `made` itself where it was made. Lives as long as `made`.
/// Thread-safe.
template <class T>
const std::shared_ptr<T>& in_this_process(const std::shared_ptr<T>& made) {
  const std::shared_ptr<T>* found = &made;
  while (!(*found)->is_of_this_process()) found = &(*found)->heir();
  return *found;
}

}  // namespace anthropic::internal
