#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include <anthropic/message_stream.hpp>

#include "client/calls/message_call.hpp"
#include "platform/streams/stream_decoder.hpp"
#include "wire/stream/accumulator.hpp"
#include "wire/stream/event_reader.hpp"

namespace anthropic::inline v0 {

using namespace internal;

struct MessageStream::Impl {
  Impl(const std::shared_ptr<ClientCore>& core, const MessageCreateParams& params,
       const RequestOptions& options, const CallContext& context);
  ~Impl();

  /// Moves on until an answer has begun; what to wait for if that does not go without.
  std::optional<Wait> poll_open();
  /// Moves on to the next event, which is then in `event`, or to the end.
  std::optional<Wait> poll_event();
  /// poll_open() to its end; the outcome is told by next().
  void open();
  const StreamEvent* next();
  void fail(Error error);

  std::stop_source stop;
  std::stop_callback<std::function<void()>> caller_stop;
  MessageCall record;
  ApiCall& call;
  std::unique_ptr<StreamDecoder> decoder;  // of the answer that is being read
  EventReader reader;
  Accumulator accumulator;
  StreamEvent event;
  std::optional<Error> failure;
  std::size_t received = 0;  // of the events' JSON
  bool has_event = false;
  bool handed_out = false;  // an event has been given to the caller: no more retries
  bool ended = false;

 private:
  void end_with(Error error);
  void fail_or_retry(Error error);
  Result<bool> decode_event();
  Result<void> read_piece();
  std::optional<Error> count(std::size_t bytes);
  std::optional<Error> apply_event();
  Error error_of_end();
  const StreamEvent* leave_to_parent();
  void hand_out();
  void finish();
};

}  // namespace anthropic::inline v0
