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

namespace anthropic {

/// How many requests go out at once, and when they stop. For Messages::create_all() and create_each().
///
/// When the service throttles, fewer requests are in flight: half as many after each throttled answer, one
/// more after each round of answers that were not. That is in addition to each call's own retries.
struct CreateAllOptions {
  /// The most calls in flight, at least 1. The client's `max_threads` bounds it too.
  int max_concurrency = 5;
  /// The most calls begun a second, evenly spread; 0 for no limit. Retries do not count.
  double max_per_second = 0;
  /// How often a request that was throttled to the end of its own retries is asked again, after a pause of 1
  /// to 20 s, before it counts as failed.
  int throttled_again = 5;
  /// Asking this to stop ends the taking of new requests. Calls in flight are finished.
  std::stop_token finish_token = {};
  /// Asking this to stop ends the calls in flight, too, within 50 ms with ErrorKind::user_abort.
  std::stop_token stop_token = {};
  /// create_all() only: told of each result as it comes, in the order of their coming. Called by one thread
  /// at a time, the caller's or one of the client's. If it throws, the calls in flight are cancelled, it is
  /// not called again, and what has no answer has failed with ErrorKind::configuration and the exception's
  /// text.
  std::function<void(std::size_t index, const Result<Message>& result)> on_result = {};
};

/// One request of create_each().
struct CreateRequest {
  /// The caller's own name for it: not sent.
  std::string id = {};
  MessageCreateParams params;
  RequestOptions options = {};
};

/// The next request, or nothing if there are no more: it is not asked again then. Called by one thread at a
/// time, the caller's or one of the client's, and only when a call can begin: a source that waits, holds up
/// new calls and nothing else. While it runs, results may be handed out on other threads.
using CreateSource = std::function<std::optional<CreateRequest>()>;

/// Told of each request that was taken, once, when its call has ended. `index` counts the requests in the
/// order in which they were taken, from 0. Called by one thread at a time, the caller's or one of the
/// client's.
using CreateSink =
    std::function<void(std::uint64_t index, const CreateRequest& request, Result<Message> result)>;

/// What became of the requests of create_each(): taken == succeeded + failed.
struct CreateEachCounts {
  std::uint64_t taken = 0;
  std::uint64_t succeeded = 0;
  std::uint64_t failed = 0;
  /// Answers that said "too many requests", retries included.
  std::uint64_t throttled = 0;
  /// The source had no more; false if a stop token or an error ended it before.
  bool exhausted = false;
  /// Why it ended early, if not by a stop token: options that cannot be, or a source or a sink that threw
  /// (ErrorKind::configuration and the exception's text; an AnthropicError's own error).
  std::optional<Error> error = {};
};

}  // namespace anthropic
