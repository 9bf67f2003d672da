#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <type_traits>
#include <utility>

#include <anthropic/json.hpp>
#include <anthropic/message_create_params.hpp>

#include "call/call.hpp"
#include "client/calls/call_context.hpp"
#include "client/clients/client_core.hpp"
#include "client/tracing/call_span.hpp"

namespace anthropic::internal {

/// The context of a call that may block the thread it is made on.
inline CallContext own_thread(const ClientCore& core) {
  return {.world = *core.world};
}

/// What is wrong with an answer that is JSON; empty if nothing is.
using AnswerCheck = std::function<std::string(const Json& answer)>;

/// One call of a client to the API, and the span around it. Used by one thread; does not move.
class ApiCall final : private Authorizer {
 public:
  /// The request may be the reason why a platform refuses it; then the call fails with that.
  ApiCall(const std::shared_ptr<ClientCore>& core, TracedRequest request, const RequestOptions& options)
      : ApiCall(core, std::move(request), options, options.stop_token, own_thread(*core)) {}
  /// `stop` takes the place of the options' own token.
  ApiCall(std::shared_ptr<ClientCore> core, TracedRequest request, const RequestOptions& options,
          std::stop_token stop, const CallContext& context);

  /// As Call::run(); a request that was refused locally fails here.
  template <class Read>
  auto run(Read read) -> std::invoke_result_t<Read&, const HttpHead&> {
    if (!call_) return request_.error();
    return call_->run(std::move(read));
  }
  /// As Call::step().
  template <class Answer, class Read>
  std::optional<Wait> step(Read read, std::optional<Answer>& answer, std::size_t whole_body) {
    if (call_) return call_->step(std::move(read), answer, whole_body);
    answer = request_.error();
    return std::nullopt;
  }
  std::optional<Wait> step() { return call_ ? call_->step() : std::nullopt; }
  Result<const HttpHead*> head() { return call_ ? call_->head() : request_.error(); }
  /// As Call::send().
  Result<const HttpHead*> send() { return call_ ? call_->send() : request_.error(); }
  /// Of the answer whose head is there.
  HttpExchange& exchange() { return call_->exchange(); }
  bool should_send_again(const Error& error) { return call_ && call_->should_send_again(error); }
  void succeeded() { call_->succeeded(); }
  void close();
  Error complete(Error error) const { return call_ ? call_->complete(std::move(error)) : error; }

  /// The whole answer, retried until its last byte has come; then the call has ended. It may have `at_least`
  /// bytes, whatever max_response_bytes says.
  Result<std::string> body(std::size_t at_least = 0);
  /// The same as JSON; fails with response_validation if it is none, or if the check says what is wrong with it.
  Result<Json> json(const AnswerCheck& check = {});
  /// Ends the span of a call that is read bit by bit, with the error if it failed; only the first time.
  void ended(const Error* error);

  ClientCore& core() { return *core_; }
  const Result<PlatformRequest>& request() const { return request_; }
  /// Null if nothing is traced.
  ActiveSpan* span() const { return span_.get(); }
  const std::string& request_id() const;
  /// HTTP's, of the last answer; 0 if none came.
  int status() const { return status_; }
  /// How many requests went out.
  int sent() const { return call_ ? call_->sent() : 0; }

  /// Called on each answer that says "too many requests", before it is sent again.
  void on_throttled(std::function<void()> tell) { on_throttled_ = std::move(tell); }
  /// Where the heads of answers go from now on; null: nowhere.
  void respond_into(ResponseHead* head) { response_into_ = head; }

 private:
  bool authorizes_at_once() const override;
  bool run_apart(std::function<void()> task) override;
  Result<Attempt> authorize(std::stop_token stop) override;
  void answered(const HttpHead& head, std::string_view body, const Error* error) override;
  bool learn(const Error& error, const HttpHead& head, const Attempt& attempt) override;
  void add_hint(Error& error) override;
  Result<std::string> read_body(std::size_t at_least);
  Result<Json> read_json(const AnswerCheck& check);

  const std::shared_ptr<ClientCore> core_;
  TaskLoop* const loop_;
  const std::shared_ptr<ActiveSpan> span_;
  Result<PlatformRequest> request_;
  ResponseHead* response_into_;
  int status_ = 0;
  std::function<void()> on_throttled_;
  std::optional<Call> call_;  // empty if the request was refused locally
};

/// A request to one of the API's other resources.
TracedRequest prepare_api(const ClientCore& core, ApiRequest request, const RequestOptions& options);

/// A call that is answered with JSON, by the core of this process.
Result<Json> call_api(const std::shared_ptr<ClientCore>& owner, ApiRequest request,
                      const RequestOptions& options, const AnswerCheck& check = {});

}  // namespace anthropic::internal
