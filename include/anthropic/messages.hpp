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

namespace anthropic::internal {
class ClientCore;
struct Access;
}  // namespace anthropic::internal

namespace anthropic::inline v0 {

class ToolRunner;
struct RunnableTool;
struct ToolRunnerOptions;
template <class T>
struct ParsedMessage;

/// How many tokens a request's input has.
struct MessageTokensCount {
  std::int64_t input_tokens = 0;
  Json extra = {};  ///< Members without a field here, an object or null.
};

/// The Messages API of a client. A handle, as cheap to copy as a pointer, safe from many threads.
class Messages {
 public:
  /// Sends a request and waits for the whole answer. Failed requests are retried as the client's
  /// `max_retries` allows. A time-out after the request was sent is not retried, because each answer is paid
  /// for.
  ///
  /// If `max_tokens` allows an answer that takes more than ten minutes (from 21,334 on, from 8,193 for Opus 4
  /// and 4.1), the answer is streamed and put together here, so that no connection stays silent for long,
  /// unless the call has a `timeout` or an `attempt_timeout`. On Bedrock that needs the permission
  /// bedrock:InvokeModelWithResponseStream.
  Result<Message> create(const MessageCreateParams& params, const RequestOptions& options = {}) const;

  /// create(), and the head of the answer: `response->data` is the message, `response->response.headers` the
  /// headers. For other calls, streams and failures see RequestOptions::response_into.
  Result<WithResponse<Message>> create_with_response(const MessageCreateParams& params,
                                                     const RequestOptions& options = {}) const;

  /// Sends a request and reads the answer as it arrives. The request is sent immediately; the stream reports
  /// failures, also those before its first event. It is retried only until the first event has been
  /// delivered.
  MessageStream stream(const MessageCreateParams& params, const RequestOptions& options = {}) const;

  /// create() in the background, on a thread of the client; returns immediately. You can wait for the result,
  /// get a callback, or await it: `co_await pending` (pending.hpp). Calls beyond the client's
  /// `max_background_calls` wait.
  Pending<Message> start(MessageCreateParams params, RequestOptions options = {}) const;

  /// Sends all requests, several at a time, and waits for all. Returns one result each, in order; each
  /// succeeds or fails alone. Requests that a stop token prevented have failed with ErrorKind::user_abort.
  ///
  ///     auto results = client.messages.create_all(requests, {.max_concurrency = 20});
  ///
  /// With invalid options (a `max_concurrency` of 0), each has failed with ErrorKind::configuration.
  [[nodiscard]] std::vector<Result<Message>> create_all(const std::vector<MessageCreateParams>& requests,
                                                        const CreateAllOptions& options = {}) const;

  /// The same for any number of requests in constant memory: takes them from `source` one by one, passes each
  /// result to `sink` as it arrives, and returns when all have ended. The calls run on threads of the client.
  ///
  /// If `source` or `sink` throws, the calls in flight are cancelled, neither is called again, and the
  /// counts' `error` holds the exception's text.
  [[nodiscard]] CreateEachCounts create_each(const CreateSource& source, const CreateSink& sink,
                                             const CreateAllOptions& options = {}) const;

  /// Counts the tokens of a request's input without asking the model. Free of charge. On Bedrock this is the
  /// CountTokens API, which does not support every model.
  Result<MessageTokensCount> count_tokens(const MessageCreateParams& params,
                                          const RequestOptions& options = {}) const;

  /// Asks for a value that fits T, a type described as anthropic/schema.hpp says. Include
  /// anthropic/parse.hpp, which describes its failures:
  ///
  ///     auto parsed = client.messages.parse<City>(params);
  ///     std::cout << parsed->value.name;
  template <class T>
  Result<ParsedMessage<T>> parse(const MessageCreateParams& params, const RequestOptions& options = {}) const;
  /// The same for a value that fits a JSON Schema.
  Result<ParsedMessage<Json>> parse(const MessageCreateParams& params, const Json& schema,
                                    const RequestOptions& options = {}) const;

  /// A conversation in which Claude uses tools of yours; sends nothing yet. Include anthropic/tool_runner.hpp.
  ///
  ///     auto runner = client.messages.tool_runner(params, {weather, calendar}, {.max_iterations = 10});
  ///     auto answer = runner.run_until_done();
  ToolRunner tool_runner(MessageCreateParams params, std::vector<RunnableTool> tools) const;
  ToolRunner tool_runner(MessageCreateParams params, std::vector<RunnableTool> tools,
                         ToolRunnerOptions options) const;

  /// Many requests for half the price, within a day; not on every platform.
  MessageBatches batches;

  /// As the client's own with_options(), for its messages.
  Messages with_options(const OptionOverrides& overrides) const;

  explicit Messages(std::shared_ptr<internal::ClientCore> core) : batches(core), core_(std::move(core)) {}
  // Moving copies, so no handle is ever empty.
  Messages(const Messages&) = default;
  Messages& operator=(const Messages&) = default;

 private:
  friend struct internal::Access;
  std::shared_ptr<internal::ClientCore> core_;
  std::shared_ptr<const OptionOverrides> overrides_ = {};
};

}  // namespace anthropic::inline v0
