#pragma once

#include <memory>

#include <anthropic/message_create_params.hpp>
#include <anthropic/message_stream.hpp>

namespace anthropic {

class MessagesBackend;  // how a platform is called

/// The Messages API of a client. A handle, as cheap to copy as a pointer, safe from many threads.
class Messages {
 public:
  /// Asks, and waits for the whole answer. Failed requests are sent again as the client's `max_retries`
  /// allows; a time-out after the request was sent is not, because the answer is paid for each time.
  Result<Message> create(const MessageCreateParams& params, const RequestOptions& options = {}) const;

  /// Asks, and reads the answer as it arrives. The request is sent at once; a failure, here too, is told by
  /// the stream. It is retried only until the first event has been handed out.
  MessageStream stream(const MessageCreateParams& params, const RequestOptions& options = {}) const;

  explicit Messages(std::shared_ptr<MessagesBackend> backend) : backend_(std::move(backend)) {}

 private:
  std::shared_ptr<MessagesBackend> backend_;
};

}  // namespace anthropic
