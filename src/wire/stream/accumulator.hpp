#pragma once

#include <string>

#include <anthropic/stream_event.hpp>

namespace anthropic::internal {

/// Puts a message together from its events, in time linear in their length. While a tool's input arrives, the
/// ToolUseBlock holds its text in `partial_json`.
class Accumulator {
 public:
  /// Fails with response_validation on an event that cannot come here: a delta for a block that never began.
  Result<void> apply(const StreamEvent& event);

  Message& message() { return message_; }
  const Message& message() const { return message_; }
  bool started() const { return started_; }
  bool finished() const { return finished_; }

 private:
  Result<void> begin_block(const ContentBlockStartEvent& event);
  Result<void> extend_block(const ContentBlockDeltaEvent& event);
  void end_block(const ContentBlockStopEvent& event);
  void end_message(const MessageDeltaEvent& event);

  Message message_;
  bool started_ = false;
  bool finished_ = false;
};

}  // namespace anthropic::internal
