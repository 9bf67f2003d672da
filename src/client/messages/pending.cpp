#include <utility>

#include <anthropic/message.hpp>

#include "base/process/never_destroyed.hpp"
#include "base/process/process_errors.hpp"
#include "base/threads/abandoned.hpp"
#include "base/threads/user_code.hpp"
#include "base/time/clock.hpp"
#include "client/clients/moved_from.hpp"
#include "client/messages/pending_state.hpp"

namespace anthropic::internal {
namespace {

constexpr std::string_view kPending = "Pending";

}  // namespace

template <class T>
const Result<T>& PendingState<T>::inherited_result() {
  static const NeverDestroyed<Result<T>> none(of_another_process("call"));
  // A thread that is not here may have been about to write it.
  const std::unique_lock lock(mutex, std::try_to_lock);
  return lock && result ? *result : *none;
}

template <class T>
void PendingState<T>::finish(Result<T> outcome) {
  if (settle(std::move(outcome))) tell();
}

template <class T>
void PendingState<T>::finish_on_loop(Result<T> outcome) {
  if (!settle(std::move(outcome))) return;
  if (!threads.run([self = this->shared_from_this()] { self->tell(); })) tell();
}

template <class T>
bool PendingState<T>::settle(Result<T> outcome) {
  auto made = std::make_unique<Result<T>>(std::move(outcome));
  std::lock_guard lock(mutex);
  result = std::move(made);
  ended.notify_all();
  return callback || waiting;
}

template <class T>
void PendingState<T>::tell() {
  Callback then;
  std::coroutine_handle<> next;
  {
    std::lock_guard lock(mutex);
    then = std::move(callback);
    next = std::exchange(waiting, {});
  }
  if (then) call_back(then);
  if (next) resume(next);
}

template <class T>
void PendingState<T>::call_back(const Callback& then) {
  run_user_code(log, "a callback of Pending::then()", [&] { then(std::move(*result)); });
}

template <class T>
void PendingState<T>::resume(std::coroutine_handle<> coroutine) const {
  run_user_code(log, "a coroutine that awaited a Pending", [&] { coroutine.resume(); });
}

template struct PendingState<Message>;

}  // namespace anthropic::internal

namespace anthropic::inline v0 {

using namespace internal;

template <class T>
Pending<T>::Pending(std::shared_ptr<PendingState<T>> state) : state_(std::move(state)) {}

template <class T>
Pending<T>::Pending(Pending&& other) noexcept = default;

template <class T>
Pending<T>& Pending<T>::operator=(Pending&& other) noexcept {
  if (this == &other) return *this;
  give_up();
  state_ = std::move(other.state_);
  return *this;
}

template <class T>
Pending<T>::~Pending() {
  give_up();
}

template <class T>
void Pending<T>::give_up() noexcept {
  if (!state_) return;
  if (!state_->is_of_this_process()) return abandon(std::move(state_));
  {
    std::lock_guard lock(state_->mutex);
    state_->waiting = {};  // The coroutine that waited is being destroyed.
  }
  state_->stop.request_stop();
  state_.reset();
}

template <class T>
void Pending<T>::wait() const {
  if (!state_ || !state_->is_of_this_process()) return;
  std::unique_lock lock(state_->mutex);
  state_->ended.wait(lock, [&] { return state_->result != nullptr; });
}

template <class T>
bool Pending<T>::wait_for(std::chrono::milliseconds longest) const {
  if (!state_ || !state_->is_of_this_process()) return true;
  // Bounded, so that the end of the wait can be represented.
  const auto bounded = std::min(longest, kLongestWait);
  std::unique_lock lock(state_->mutex);
  return state_->ended.wait_for(lock, bounded, [&] { return state_->result != nullptr; });
}

template <class T>
bool Pending<T>::ready() const {
  if (!state_ || !state_->is_of_this_process()) return true;
  std::lock_guard lock(state_->mutex);
  return state_->result != nullptr;
}

template <class T>
const Result<T>& Pending<T>::get() const& {
  static const NeverDestroyed<Result<T>> none(moved_from(kPending));
  if (!state_) return *none;
  if (!state_->is_of_this_process()) return state_->inherited_result();
  wait();
  return *state_->result;
}

template <class T>
Result<T> Pending<T>::get() && {
  if (!state_) return moved_from(kPending);
  if (!state_->is_of_this_process()) return state_->inherited_result();
  wait();
  return std::move(*state_->result);
}

template <class T>
void Pending<T>::cancel() {
  if (state_ && state_->is_of_this_process()) state_->stop.request_stop();
}

template <class T>
void Pending<T>::then(std::function<void(Result<T>)> callback) && {
  if (!state_) return;
  const std::shared_ptr<PendingState<T>> state = std::move(state_);
  if (!state->is_of_this_process()) {
    run_user_code(state->log, "a callback of Pending::then()", [&] { callback(state->inherited_result()); });
    return abandon(state);
  }
  {
    std::lock_guard lock(state->mutex);
    if (!state->result) {
      state->callback = std::move(callback);
      return;
    }
  }
  if (state->threads.run([state, callback] { state->call_back(callback); })) return;
  state->call_back(callback);
}

template <class T>
bool Pending<T>::resume_when_ready(std::coroutine_handle<> waiting) {
  if (!state_ || !state_->is_of_this_process()) return false;
  std::lock_guard lock(state_->mutex);
  if (state_->result) return false;
  state_->waiting = waiting;
  return true;
}

template class Pending<Message>;

}  // namespace anthropic::inline v0
