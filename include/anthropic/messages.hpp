#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <memory>
#include <vector>

#include <anthropic/create_all.hpp>
#include <anthropic/message_batches.hpp>
#include <anthropic/message_create_params.hpp>
#include <anthropic/message_stream.hpp>
#include <anthropic/option_overrides.hpp>
#include <anthropic/pending.hpp>

namespace anthropic {

class MessagesBackend;  // how a platform is called

/// How many tokens a request's input has.
struct MessageTokensCount {
  std::int64_t input_tokens = 0;
  Json extra = {};  ///< Members without a field here, an object or null.
};

/// The Messages API of a client. A handle, as cheap to copy as a pointer, safe from many threads.
class Messages {
 public:
  /// Asks, and waits for the whole answer. Failed requests are sent again as the client's `max_retries`
  /// allows; a time-out after the request was sent is not, because the answer is paid for each time.
  ///
  /// An answer of so many tokens that it could take more than ten minutes (from 21,334 max_tokens on, from
  /// 8,193 for Opus 4 and 4.1) is streamed underneath and put together here, unless a `timeout` or an
  /// `attempt_timeout` is given for the call: no connection stays silent for that long. On Bedrock it then
  /// takes the permission bedrock:InvokeModelWithResponseStream.
  Result<Message> create(const MessageCreateParams& params, const RequestOptions& options = {}) const;

  /// create(), and the head of the answer: `response->data` is the message, `response->response.headers` what
  /// came with it. For other calls, streams and failures see RequestOptions::response_into.
  Result<WithResponse<Message>> create_with_response(const MessageCreateParams& params,
                                                     const RequestOptions& options = {}) const;

  /// Asks, and reads the answer as it arrives. The request is sent at once; a failure, here too, is told by
  /// the stream. It is retried only until the first event has been handed out.
  MessageStream stream(const MessageCreateParams& params, const RequestOptions& options = {}) const;

  /// create() in the background, on a thread of the client; returns at once. Beyond the client's
  /// `max_threads` calls wait for their turn.
  Pending<Message> start(MessageCreateParams params, RequestOptions options = {}) const;

  /// Asks all of them, some at once, and waits for all: a result for each, in order, each succeeded or failed
  /// alone. Those that a stop token kept from being asked have failed with ErrorKind::user_abort.
  ///
  ///     auto results = client.messages.create_all(requests, {.max_concurrency = 20});
  ///
  /// With options that cannot be (a `max_concurrency` of 0), each has failed with ErrorKind::configuration.
  [[nodiscard]] std::vector<Result<Message>> create_all(const std::vector<MessageCreateParams>& requests,
                                                        const CreateAllOptions& options = {}) const;

  /// The same for any number of requests at constant memory: takes them from `source` one by one, hands each
  /// result to `sink` as it comes, and returns when all have ended. The calls are made on threads of the
  /// client.
  ///
  /// If `source` or `sink` throws, the calls in flight are cancelled, neither is called again, and the
  /// counts' `error` says what it threw.
  [[nodiscard]] CreateEachCounts create_each(const CreateSource& source, const CreateSink& sink,
                                             const CreateAllOptions& options = {}) const;

  /// How many tokens a request's input has, without asking the model. Free of charge. On Bedrock this is the
  /// CountTokens API, which does not know every model.
  Result<MessageTokensCount> count_tokens(const MessageCreateParams& params,
                                          const RequestOptions& options = {}) const;

  /// Many requests for half the price, within a day; not on every platform.
  MessageBatches batches;

  /// As the client's own: the Messages API over the same connections with other settings.
  Messages with_options(const OptionOverrides& overrides) const;

  explicit Messages(std::shared_ptr<MessagesBackend> backend)
      : batches(backend), backend_(std::move(backend)) {}
  // Moving copies, so that no handle is ever empty.
  Messages(const Messages&) = default;
  Messages& operator=(const Messages&) = default;

 private:
  friend const MessagesBackend& backend_of(const Messages& messages);
  std::shared_ptr<MessagesBackend> backend_;
  std::shared_ptr<const OptionOverrides> overrides_ = {};
};

}  // namespace anthropic
