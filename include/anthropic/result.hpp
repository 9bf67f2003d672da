#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <optional>
#include <utility>
#include <variant>

#include <anthropic/error.hpp>
#include <anthropic/lifetime_bound.hpp>

namespace anthropic::inline v0 {

/// The error of a call that has not failed: of kind `none`. Never destroyed.
const Error& no_error() noexcept;

/// A value, or the Error that explains why there is none. Check it, or just use it:
///
///     std::cout << client.messages.create(params)->text();   // throws RateLimitError and so on if it failed
///
///     auto message = client.messages.create(params);
///     if (!message) return report(message.error());           // never throws
///
/// `*`, `->` and `value()` are checked: on a failed call they throw the exception class of the error's kind.
template <class T>
class [[nodiscard]] Result {
 public:
  using value_type = T;

  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const noexcept { return state_.index() == 0; }
  bool has_value() const noexcept { return state_.index() == 0; }

  T& value() & ANTHROPIC_LIFETIME_BOUND { return check(), *std::get_if<0>(&state_); }
  const T& value() const& ANTHROPIC_LIFETIME_BOUND { return check(), *std::get_if<0>(&state_); }
  /// By value, so that a part taken directly from a call may be kept by reference:
  /// `for (const auto& model : *client.models.list())`.
  T value() && { return check(), std::move(*std::get_if<0>(&state_)); }

  T& operator*() & ANTHROPIC_LIFETIME_BOUND { return value(); }
  const T& operator*() const& ANTHROPIC_LIFETIME_BOUND { return value(); }
  T operator*() && { return std::move(*this).value(); }
  T* operator->() ANTHROPIC_LIFETIME_BOUND { return &value(); }
  const T* operator->() const ANTHROPIC_LIFETIME_BOUND { return &value(); }

  template <class U>
  T value_or(U&& other) const& {
    return *this ? *std::get_if<0>(&state_) : static_cast<T>(std::forward<U>(other));
  }

  /// Why the call failed; an Error of kind `none` if it did not. Never throws.
  const Error& error() const& noexcept ANTHROPIC_LIFETIME_BOUND {
    const Error* error = std::get_if<1>(&state_);
    return error ? *error : no_error();
  }
  Error error() && { return *this ? Error{} : std::move(*std::get_if<1>(&state_)); }

 private:
  void check() const {
    if (const Error* error = std::get_if<1>(&state_)) error->raise();
  }

  std::variant<T, Error> state_;
};

/// Success, or the Error.
template <>
class [[nodiscard]] Result<void> {
 public:
  using value_type = void;

  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  explicit operator bool() const noexcept { return !error_; }
  bool has_value() const noexcept { return !error_; }

  /// Throws the exception class of the error's kind if the call failed.
  void value() const {
    if (error_) error_->raise();
  }

  const Error& error() const& noexcept ANTHROPIC_LIFETIME_BOUND { return error_ ? *error_ : no_error(); }
  Error error() && { return error_ ? std::move(*error_) : Error{}; }

 private:
  std::optional<Error> error_;
};

}  // namespace anthropic::inline v0
