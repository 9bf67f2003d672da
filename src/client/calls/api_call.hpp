#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include <anthropic/json.hpp>
#include <anthropic/message_create_params.hpp>

#include "aws/calls/attempts.hpp"
#include "client/clients/backend.hpp"

namespace anthropic {

/// One call to a resource of the API other than messages. Used by one thread; does not move.
class ApiCall final : private aws::AttemptMaker {
 public:
  /// `request` may be the reason why a platform refuses it; then the call fails with that.
  ApiCall(std::shared_ptr<MessagesBackend> backend, Result<PlatformRequest> request, RequestOptions options);

  /// Sends it, again if need be, until the answer's head is there.
  Result<const HttpHead*> send();
  /// Of the answer whose head is there.
  HttpExchange& exchange() { return attempts_->exchange(); }
  /// The body has been read to its end.
  void succeeded() { attempts_->succeeded(); }
  Error complete(Error error) const { return attempts_ ? attempts_->complete(std::move(error)) : error; }

  /// The whole answer, retried until its last byte has come. It may have `at_least` bytes, whatever
  /// max_response_bytes says.
  Result<std::string> body(std::size_t at_least = 0);
  /// The same as JSON; fails with response_validation if it is none.
  Result<Json> json();

 private:
  bool authorizes_at_once() const override;
  Result<aws::Attempt> authorize(std::stop_token stop) override;
  Error error_from_answer(const HttpHead& head, std::string_view body) override;
  bool learn(const Error& error, const HttpHead& head, const aws::Attempt& attempt) override;
  void add_hint(Error& error) override;
  void note(const HttpHead& head) const;

  const std::shared_ptr<MessagesBackend> backend_;
  const RequestOptions options_;
  Result<PlatformRequest> request_;
  std::optional<aws::Attempts> attempts_;  // empty if the request was refused locally
};

/// Fills in a caller's ResponseHead.
void note_response(const HttpHead& head, ResponseHead& into);

/// A call that is answered with JSON, by the backend of this process.
Result<Json> call_api(const std::shared_ptr<MessagesBackend>& owner, ApiRequest request,
                      const RequestOptions& options);

}  // namespace anthropic
