#pragma once

#include <chrono>
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

/// The one way to make a call: open, send, read, and again if need be, until an answer has been read or
/// CallPlan gives up. Used by one thread; what it is given must outlive it.
class Call {
 public:
  Call(const World& world, const Log& log, const ErrorTable& errors, CallRequest request, CallLimits limits,
       Authorizer& authorizer, std::stop_token stop);

  /// Sends the request and has `read` make a Result of the answer's head, with the body from exchange(). What
  /// fails on the way is done again, as far as CallPlan says. Errors are complete: attempts, request id, hint.
  template <class Read>
  auto begin(Read read) -> std::invoke_result_t<Read&, const HttpHead&> {
    while (true) {
      const auto head = send();
      if (!head) return head.error();
      auto answer = read(**head);
      if (answer) return answer;
      if (should_send_again(answer.error())) continue;
      fail(answer);
      return answer;
    }
  }
  /// The same, where `read` reads the whole answer.
  template <class Read>
  auto run(Read read) -> std::invoke_result_t<Read&, const HttpHead&> {
    auto answer = begin(std::move(read));
    if (answer) succeeded();
    return answer;
  }

  // The parts of begin(), for answers that are read bit by bit.

  /// Sends the request, again if need be, until the head of a success is there.
  Result<const HttpHead*> send();
  HttpExchange& exchange() { return *exchange_; }
  /// Something of the answer has been handed on: from now on a failure is final.
  void commit() { plan_.commit(); }
  /// The answer had begun well and then failed. Whether to send() again; the pause before that has been made.
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
  /// Not inlined: what it needs is not to be on the stack of each call that waits.
  template <class T>
  [[gnu::noinline]] void fail(Result<T>& failed) const {
    failed = complete(std::move(failed).error());
  }
  std::optional<Error> wait_for_turn();
  std::optional<Error> attempt();
  Result<Attempt> authorize();
  Error refused(const HttpHead& head);
  void log_outcome(const Error* error, SteadyTime began) const;
  SteadyTime now() const { return world_.clock->steady_now(); }

  const World& world_;
  const Log& log_;
  const ErrorTable& errors_;
  const CallRequest request_;
  Authorizer& authorizer_;
  const std::stop_token stop_;
  CallPlan plan_;
  const std::string invocation_id_;
  Attempt attempt_;
  std::unique_ptr<HttpExchange> exchange_;
  std::string request_id_;
  int sent_ = 0;  // requests that went out
};

}  // namespace anthropic::internal
