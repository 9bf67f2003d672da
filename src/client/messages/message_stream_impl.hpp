#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include <anthropic/message_stream.hpp>

#include "client/calls/message_call.hpp"
#include "platform/streams/stream_decoder.hpp"
#include "wire/messages/accumulator.hpp"
#include "wire/messages/event_reader.hpp"

namespace anthropic::inline v0 {

using namespace internal;

struct MessageStream::Impl {
  Impl(const std::shared_ptr<ClientCore>& core, const MessageCreateParams& params,
       const RequestOptions& options, const CallContext& context);
  ~Impl();

  /// Sends the request; the outcome is told by next().
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
  bool handed_out = false;   // an event has been given to the caller: no more retries
  bool ended = false;

 private:
  Result<std::unique_ptr<StreamDecoder>> decoder_for(const HttpHead& head);
  void end_with(Error error);
  enum class Step { event, failed };
  Step read_event(Error& error);
  Result<bool> decode_event();
  std::optional<Error> count(std::size_t bytes);
  std::optional<Error> apply_event();
  Error error_of_end();
  const StreamEvent* leave_to_parent();
  void finish();
};

}  // namespace anthropic::inline v0
