#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include <anthropic/message_create_params.hpp>

#include "aws/calls/attempts.hpp"
#include "client/calls/call_place.hpp"
#include "client/clients/backend.hpp"

namespace anthropic {

/// The place of a call that may hold up the thread it is made on.
inline CallPlace own_thread(const MessagesBackend& backend) {
  return {.world = *backend.world};
}

/// One call to the Messages API: a prepared request and its attempts. Used by one thread; does not move.
class Call final : private aws::AttemptMaker {
 public:
  Call(std::shared_ptr<MessagesBackend> backend, const MessageCreateParams& params,
       const RequestOptions& options, bool stream, std::stop_token stop, const CallPlace& place);

  /// As aws::Attempts::send(); a request that was refused locally fails here.
  Result<const HttpHead*> send();
  HttpExchange& exchange() { return attempts_->exchange(); }
  bool should_send_again(const Error& error) { return attempts_ && attempts_->should_send_again(error); }
  void succeeded() { attempts_->succeeded(); }
  void close();
  Error complete(Error error) const { return attempts_ ? attempts_->complete(std::move(error)) : error; }
  const std::string& request_id() const;
  MessagesBackend& backend() { return *backend_; }

  /// Called on each answer that says "too many requests", before it is sent again.
  void on_throttled(std::function<void()> tell) { on_throttled_ = std::move(tell); }
  /// Where the heads of answers go from now on; null: nowhere.
  void respond_into(ResponseHead* head) { response_into_ = head; }
  /// The first piece of text of a stream is there.
  void note_first_token();
  /// Tells the client's observer how the call ended; only the first time.
  void report(const Message* message, const Error* error);

 private:
  bool authorizes_at_once() const override;
  Result<aws::Attempt> authorize(std::stop_token stop) override;
  Error error_from_answer(const HttpHead& head, std::string_view body) override;
  bool learn(const Error& error, const HttpHead& head, const aws::Attempt& attempt) override;
  void add_hint(Error& error) override;
  void note(const HttpHead& head) const;
  std::optional<Error> check(const PlatformRequest& request) const;

  const std::shared_ptr<MessagesBackend> backend_;
  const CallPlace place_;
  PlatformRequest request_;
  CallRecord record_;
  const SteadyTime began_;
  ResponseHead* response_into_;
  bool reported_ = false;
  std::function<void()> on_throttled_;
  std::optional<Error> refused_locally_;
  std::optional<aws::Attempts> attempts_;  // empty if the request was refused locally
};

}  // namespace anthropic
