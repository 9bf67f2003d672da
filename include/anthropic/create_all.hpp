#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <anthropic/message.hpp>
#include <anthropic/message_create_params.hpp>
#include <anthropic/result.hpp>

namespace anthropic::inline v0 {

/// How many requests are in flight, and when they stop. For Messages::create_all() and create_each().
///
/// When the service throttles, fewer requests are in flight: half as many after each throttled answer, one
/// more after each round of answers that were not. That is in addition to each call's own retries.
///
/// The client's `timeout` bounds each call; create_each() takes another one with each request. None bounds
/// all of them together: use the stop tokens for that.
struct CreateAllOptions {
  /// The most calls in flight, at least 1. The client's `max_background_calls` bounds it too.
  int max_concurrency = 5;
  /// The most calls started per second, evenly spread; 0 for no limit. Retries do not count.
  double max_per_second = 0;
  /// How often a request that was throttled to the end of its own retries is asked again, after a pause of 1
  /// to 20 s, before it counts as failed.
  int max_throttle_rounds = 5;
  /// Once it is asked to stop, no new requests are taken. Calls in flight are finished.
  std::stop_token finish_token = {};
  /// Once it is asked to stop, the calls in flight end, too, within 50 ms with ErrorKind::user_abort.
  std::stop_token stop_token = {};
  /// create_all() only: called with each result, in the order of arrival, on the caller's thread. While it
  /// runs, calls in flight continue and none begins. If it throws, the calls in flight are cancelled, it is
  /// not called again, and requests without an answer have failed with ErrorKind::configuration and the
  /// exception's text.
  std::function<void(std::size_t index, const Result<Message>& result)> on_result = {};
};

/// One request of create_each().
struct CreateRequest {
  /// The caller's own name for it: not sent.
  std::string id = {};
  MessageCreateParams params;
  RequestOptions options = {};
};

/// Returns the next request, or nothing if there are no more; then it is not called again. Called on the
/// caller's thread, and only when a call can begin. While it runs, calls in flight continue, but no result is
/// delivered: a source must not wait for the result of an earlier request.
using CreateSource = std::function<std::optional<CreateRequest>()>;

/// Called once for each request that was taken, when its call has ended. `index` counts the requests in the
/// order in which they were taken, from 0. Called on the caller's thread. While it runs, calls in flight
/// continue and none begins.
using CreateSink =
    std::function<void(std::uint64_t index, const CreateRequest& request, Result<Message> result)>;

/// The outcome of create_each(): taken == succeeded + failed.
struct CreateEachCounts {
  std::uint64_t taken = 0;
  std::uint64_t succeeded = 0;
  std::uint64_t failed = 0;
  /// Throttled answers, including retries.
  std::uint64_t throttled = 0;
  /// The source had no more; false if a stop token or an error ended it before.
  bool exhausted = false;
  /// Why it ended early, if not by a stop token: invalid options, or a source or a sink that threw
  /// (ErrorKind::configuration and the exception's text; an AnthropicError's own error).
  std::optional<Error> error = {};
};

}  // namespace anthropic::inline v0
