#include "base/errors.hpp"
#include "platform/streams/stream_decoder.hpp"
#include "wire/stream/sse.hpp"

namespace anthropic::internal {
namespace {

class SseDecoder final : public StreamDecoder {
 public:
  explicit SseDecoder(std::size_t max_event_bytes) : limit_(max_event_bytes), events_(max_event_bytes) {}

  void push(std::string_view bytes) override { events_.push(bytes); }

  Result<std::optional<std::string_view>> next() override {
    while (const sse::Event* event = events_.next()) {
      if (event->data.empty()) continue;
      return std::optional(std::string_view(event->data));
    }
    if (events_.is_too_long()) return too_long("an event of the stream", limit_, kMaxEventBytes);
    return std::optional<std::string_view>();
  }

  // An event that the end cuts off is dropped, as the standard says; that the message is unfinished is seen
  // above.
  Result<void> finish() override { return {}; }

 private:
  const std::size_t limit_;
  sse::Decoder events_;
};

}  // namespace

std::unique_ptr<StreamDecoder> make_sse_decoder(std::size_t max_event_bytes) {
  return std::make_unique<SseDecoder>(max_event_bytes);
}

}  // namespace anthropic::internal
