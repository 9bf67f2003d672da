#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include <anthropic/message_create_params.hpp>

#include "aws/retry.hpp"
#include "client/backend.hpp"

namespace anthropic {

/// One call: as many attempts as it takes until an answer with a success status has come. Used by one thread.
class Call {
 public:
  Call(std::shared_ptr<MessagesBackend> backend, const MessageCreateParams& params,
       const RequestOptions& options, bool stream, std::stop_token stop);

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
  MessagesBackend& backend() { return *backend_; }

 private:
  std::optional<Error> attempt();
  Error refused(const HttpHead& head);
  bool pause_before_retry(const Error& error, aws::RetryKind kind);
  void log_outcome(const Error* error, SteadyTime began) const;

  std::shared_ptr<MessagesBackend> backend_;
  RequestOptions options_;
  std::stop_token stop_;
  std::optional<Error> refused_locally_;
  PlatformRequest request_;
  std::optional<aws::RetrySession> retries_;
  std::string invocation_id_;
  Attempt attempt_;
  Headers sent_headers_;
  std::unique_ptr<HttpExchange> exchange_;
  std::string request_id_;
  int sent_ = 0;                // requests that went out
  bool retry_at_once_ = false;  // the last failure taught something that makes the next attempt better
  bool learned_ = false;
  std::optional<bool> server_says_retry_;
};

}  // namespace anthropic
