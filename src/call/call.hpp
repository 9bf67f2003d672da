#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <anthropic/result.hpp>

#include "base/logging.hpp"
#include "call/call_plan.hpp"
#include "http/pause.hpp"
#include "http/world.hpp"

namespace anthropic::internal {

/// What one attempt adds to a request: the headers as sent, and the clock correction they were signed with.
struct Attempt {
  Headers headers;
  std::chrono::seconds clock_offset{0};
};

/// What the attempts of a call need to know of whom they call. Used by one thread.
class Authorizer {
 public:
  virtual ~Authorizer() = default;
  /// Whether authorize() has nothing to wait for.
  virtual bool authorizes_at_once() const { return true; }
  /// Where this thread must not wait: has another one run the task. False if it may wait, or if there is none.
  // NOLINTNEXTLINE(performance-unnecessary-value-param): who overrides it keeps the task
  [[nodiscard]] virtual bool run_apart(std::function<void()>) { return false; }
  /// Finds credentials and signs. Called anew for each attempt.
  virtual Result<Attempt> authorize(std::stop_token stop) = 0;
  /// The head of an answer has come. If it is no success, `error` says why, with `body`.
  virtual void answered(const HttpHead& head, std::string_view body, const Error* error) = 0;
  /// What a refusal teaches: a wrong clock, expired credentials. Whether to try again at once.
  virtual bool learn(const Error& error, const HttpHead& head, const Attempt& attempt) = 0;
  /// Fills in `hint`, if something useful is known.
  virtual void add_hint(Error& error) = 0;
};

/// What every attempt of a call sends.
struct CallRequest {
  std::string_view method;
  std::string_view url;
  std::string_view body;
  BodySource* body_source = nullptr;  ///< Instead of `body`.
  const ConnectionSettings* connection = nullptr;
  std::chrono::milliseconds attempt_timeout;
  std::chrono::milliseconds idle_timeout;
};

/// The one way to make a call: authorize, send, read, pause and send again, until an answer has been read or
/// CallPlan gives up. A state machine: step() moves it on and says what it waits for, on a loop as on a thread
/// of its own. Used by one thread; does not move; what it is given must outlive it.
class Call {
 public:
  /// `loop`: on which it runs; null if it may block its thread.
  Call(const World& world, const Log& log, const ErrorTable& errors, CallRequest request, CallLimits limits,
       Authorizer& authorizer, std::stop_token stop, TaskLoop* loop = nullptr);

  /// Moves on towards an answer that `read` makes a Result of, from its head and with the body from
  /// exchange(). What fails on the way is done again, as far as CallPlan says. Empty when there is nothing more
  /// to wait for: then `answer` is set. Its errors are complete: attempts, request id, hint. `whole_body`:
  /// `read` is called when the body has come to its end or to so many bytes; if it is 0, with the head.
  template <class Answer, class Read>
  std::optional<Wait> step(Read read, std::optional<Answer>& answer, std::size_t whole_body = 0) {
    do {
      if (auto more = step()) return more;
      const auto head = this->head();
      if (!head) {
        answer = head.error();
        return std::nullopt;
      }
      if (whole_body > 0) {
        if (auto more = exchange_->collect(whole_body)) return more;
      }
      answer = read(**head);
    } while (!*answer && should_send_again(answer->error()));
    if (*answer) {
      succeeded();
    } else {
      *answer = complete(std::move(*answer).error());
    }
    return std::nullopt;
  }
  /// The same, on a thread that may be blocked.
  template <class Read>
  auto run(Read read) -> std::invoke_result_t<Read&, const HttpHead&> {
    std::optional<std::invoke_result_t<Read&, const HttpHead&>> answer;
    while (const auto more = step(std::ref(read), answer)) block(*more, *world_.clock);
    return *std::move(answer);
  }

  // The parts of this, for answers that are read bit by bit.

  /// Moves on to the head of a success, or to the call's end. Empty when head() has what it returns.
  std::optional<Wait> step();
  /// The head of a success, or why there is none and no other attempt.
  Result<const HttpHead*> head();
  /// On a thread that may be blocked: step() to its end, and head().
  Result<const HttpHead*> send();
  HttpExchange& exchange() { return *exchange_; }
  /// Something of the answer has been handed on: from now on a failure is final.
  void commit() { plan_.commit(); }
  /// The answer had begun well and then failed. Whether there is another attempt; then it is for step() to
  /// make it.
  bool should_send_again(const Error& error);
  /// Everything has arrived: pays the retry quota back and gives the connection back.
  void succeeded();
  /// Closes the connection.
  void close() { exchange_.reset(); }

  /// Adds what the call knows: attempts, request id, hint.
  Error complete(Error error) const;
  const std::string& request_id() const { return request_id_; }
  /// How many requests went out.
  int sent() const { return sent_; }

 private:
  enum class State : std::uint8_t {
    turn,         // asks the plan whether there is an attempt
    authorizing,  // finds credentials and signs
    fetching,     // the same on another thread
    sent,         // waits for the head
    refused,      // waits for the body of a refusal
    pausing,      // before the next attempt
    answered,     // the head of a success is there
    ended,        // there will be none
  };
  void take_turn();
  std::optional<Wait> authorize();
  Result<Attempt> authorize_in_time();
  void begin_attempt(Result<Attempt> authorized);
  std::optional<Wait> await_head();
  std::optional<Wait> await_refusal();
  void pause(std::chrono::milliseconds time);
  void attempt_ended(const Error* error);
  void end(Error error);
  void log_outcome(const Error* error) const;
  SteadyTime now() const { return world_.clock->steady_now(); }

  const World& world_;
  const Log& log_;
  const ErrorTable& errors_;
  const CallRequest request_;
  Authorizer& authorizer_;
  const std::stop_token stop_;
  TaskLoop* const loop_;
  CallPlan plan_;
  const std::string invocation_id_;
  State state_ = State::turn;
  SteadyTime attempt_began_ = {};
  std::optional<Pause> pause_;
  WakeFlag has_fetched_;
  std::unique_ptr<Result<Attempt>> fetched_;
  Attempt attempt_;
  std::unique_ptr<HttpExchange> exchange_;
  std::unique_ptr<const Error> failure_;  // most calls have none
  std::string request_id_;
  int sent_ = 0;  // requests that went out
};

}  // namespace anthropic::internal
