#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include <anthropic/error.hpp>

#include "aws/calls/adaptive_rate_limiter.hpp"
#include "aws/calls/retry.hpp"
#include "base/logging.hpp"
#include "base/threads/call_deadline.hpp"
#include "http/world.hpp"

namespace anthropic::aws {

/// What one attempt adds to a request: the headers as sent, and the clock correction they were signed with.
struct Attempt {
  Headers headers;
  std::chrono::seconds clock_offset{0};
};

/// What the attempts of a call need to know of the service that is called. Used by one thread.
class AttemptMaker {
 public:
  virtual ~AttemptMaker() = default;
  /// Whether authorize() has nothing to wait for.
  virtual bool authorizes_at_once() const { return true; }
  /// Finds credentials and signs. Called anew for each attempt.
  virtual Result<Attempt> authorize(std::stop_token stop) = 0;
  /// An answer that is no success.
  virtual Error error_from_answer(const HttpHead& head, std::string_view body) = 0;
  /// What a refusal teaches: a wrong clock, expired credentials. Whether to try again at once.
  virtual bool learn(const Error& error, const HttpHead& head, const Attempt& attempt) = 0;
  /// Fills in `hint`, if something useful is known.
  virtual void add_hint(Error& error) = 0;
};

/// What every attempt of a call sends.
struct AttemptRequest {
  std::string_view method;
  std::string_view url;
  std::string_view body;
  const ConnectionSettings* connection = nullptr;
  std::chrono::milliseconds attempt_timeout;
  std::chrono::milliseconds idle_timeout;
  std::optional<CallDeadline> deadline = {};  ///< of the call
  int max_attempts = 3;
  std::shared_ptr<AdaptiveRateLimiter> limiter = {};  ///< of the retry mode "adaptive"; else null
};

/// One call to a service: as many attempts as it takes until an answer with a success status has come. Used
/// by one thread; what it is given must outlive it.
class Attempts {
 public:
  Attempts(const World& world, const Log& log, std::shared_ptr<RetryQuota> quota, AttemptRequest request,
           AttemptMaker& maker, std::stop_token stop);

  /// Sends the request, again if need be. On success the answer's head is there, and the body is
  /// `exchange()`'s. Errors are complete: attempts, request id, hint.
  Result<const HttpHead*> send();
  HttpExchange& exchange() { return *exchange_; }

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
  std::optional<Error> attempt();
  Result<Attempt> authorize();
  /// False if the call's time does not suffice.
  bool wait_for_turn();
  /// Whether the call's time is longer than this.
  bool has_time_for(std::chrono::milliseconds pause) const;
  Error time_is_up(const Error& last) const;
  void teach_limiter(const Error* error) const;
  Error refused(const HttpHead& head);
  bool pause_before_retry(const Error& error, RetryKind kind);
  void log_outcome(const Error* error, SteadyTime began) const;

  const World& world_;
  const Log& log_;
  const AttemptRequest request_;
  AttemptMaker& maker_;
  const std::stop_token stop_;
  RetrySession retries_;
  const std::string invocation_id_;
  Attempt attempt_;
  std::unique_ptr<HttpExchange> exchange_;
  std::string request_id_;
  int sent_ = 0;                // requests that went out
  bool retry_at_once_ = false;  // the last failure taught something that makes the next attempt better
  bool learned_ = false;
  std::optional<bool> server_says_retry_;
  // The next attempt would begin so long from now, and the call's time is over by then.
  std::optional<std::chrono::milliseconds> pause_too_long_;
  bool credentials_took_too_long_ = false;
  std::optional<Error> last_failure_;  // of the attempts before this one, where the call has a deadline
};

/// The id by which AWS, or Anthropic, finds a request.
std::string request_id_of(const Headers& headers);

}  // namespace anthropic::aws
