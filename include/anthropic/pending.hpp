#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <coroutine>
#include <functional>
#include <memory>

#include <anthropic/lifetime_bound.hpp>
#include <anthropic/result.hpp>

namespace anthropic::internal {
/// What a call in flight shares with the thread that makes it.
template <class T>
struct PendingState;
}  // namespace anthropic::internal

namespace anthropic::inline v0 {

/// A call in flight on a thread of its client. Move-only; destroying it cancels the call.
///
///     auto pending = client.messages.start(params);
///     …                                               // meanwhile
///     auto message = pending.get();                   // or co_await pending
///
/// Destroying a Pending does not wait. Destroying the client's last copy does: it cancels calls in flight
/// (within 50 ms) and joins the threads. A Pending may outlive its client: an answer that had arrived stays;
/// otherwise the call has failed with ErrorKind::user_abort.
///
/// One thread at a time uses a Pending, except for cancel(), which any thread may call while it lives.
template <class T>
class [[nodiscard]] Pending {
 public:
  class Awaiter;

  Pending(Pending&& other) noexcept;
  Pending& operator=(Pending&& other) noexcept;
  ~Pending();

  /// Waits for the outcome. It stays in the Pending: get() may be called again.
  [[nodiscard]] const Result<T>& get() const& ANTHROPIC_LIFETIME_BOUND;
  /// Waits, and hands the outcome over: `client.messages.start(params).get()`.
  Result<T> get() &&;
  void wait() const;
  /// Whether the call has ended; waits that long for it.
  bool wait_for(std::chrono::milliseconds longest) const;
  bool ready() const;

  /// Ends the call within 50 ms with ErrorKind::user_abort, unless it has ended already.
  void cancel();

  /// Hands the outcome to `callback`, once, on a thread of the client, and gives this Pending up:
  ///
  ///     client.messages.start(params).then([](anthropic::Result<anthropic::Message> message) { … });
  ///
  /// Every callback is called. If the client's last copy is destroyed before the answer, it gets user_abort.
  /// (If the client is gone already, it is called on the calling thread.) The callback may use and destroy
  /// the client, and start further calls. It should not wait for them: the threads it waits for may be busy
  /// with callbacks that also wait. Its stack has 1 MB. An exception is caught and logged as an error,
  /// because nobody else could catch it.
  void then(std::function<void(Result<T>)> callback) &&;

  /// `co_await pending` is get() without a blocked thread: the coroutine continues on a thread of the client
  /// (immediately, if the call has already ended), under the same rules as a callback. Destroying the
  /// suspended coroutine is safe until the call has ended.
  ///
  /// The Pending must have a name. g++ 12 destroys temporaries of a `co_await` twice, so `co_await
  /// client.messages.start(params)` does not compile.
  Awaiter operator co_await() &;
  void operator co_await() && = delete;

  explicit Pending(std::shared_ptr<internal::PendingState<T>> state);

 private:
  bool resume_when_ready(std::coroutine_handle<> waiting);
  void give_up() noexcept;

  std::shared_ptr<internal::PendingState<T>> state_;
};

/// What the compiler makes of `co_await pending`.
template <class T>
class Pending<T>::Awaiter {
 public:
  explicit Awaiter(Pending& pending) : pending_(&pending) {}
  bool await_ready() const { return pending_->ready(); }
  bool await_suspend(std::coroutine_handle<> waiting) { return pending_->resume_when_ready(waiting); }
  const Result<T>& await_resume() const { return pending_->get(); }

 private:
  Pending* pending_;
};

template <class T>
typename Pending<T>::Awaiter Pending<T>::operator co_await() & {
  return Awaiter(*this);
}

}  // namespace anthropic::inline v0
