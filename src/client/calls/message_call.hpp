#pragma once

#include <memory>
#include <stop_token>

#include <anthropic/call_record.hpp>
#include <anthropic/message_create_params.hpp>
#include <anthropic/stream_event.hpp>

#include "client/calls/api_call.hpp"

namespace anthropic::internal {

/// One call to the Messages API, and what the client's observer is told of it. Used by one thread; does not
/// move.
class MessageCall {
 public:
  MessageCall(const std::shared_ptr<ClientCore>& core, const MessageCreateParams& params,
              const RequestOptions& options, bool stream, std::stop_token stop, const CallContext& context);

  ApiCall& api() { return api_; }
  ClientCore& core() { return api_.core(); }

  /// An event of a stream is there.
  void note(const StreamEvent& event);
  /// Tells the client's observers how the call ended; only the first time.
  void report(const Message* message, const Error* error);

 private:
  std::chrono::milliseconds since_began() const;
  void note_chunk();

  const Clock& clock_;
  const SystemTime started_;
  const SteadyTime began_;
  SteadyTime last_chunk_ = {};
  bool reported_ = false;
  ApiCall api_;
  std::unique_ptr<CallRecord> record_;  // null if nobody is told
};

}  // namespace anthropic::internal
