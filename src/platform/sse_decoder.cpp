#include "platform/stream_decoder.hpp"
#include "wire/sse.hpp"

namespace anthropic {
namespace {

class SseDecoder final : public StreamDecoder {
 public:
  void push(std::string_view bytes) override { events_.push(bytes); }

  Result<std::optional<std::string_view>> next() override {
    while (const sse::Event* event = events_.next()) {
      if (event->data.empty()) continue;
      return std::optional(std::string_view(event->data));
    }
    return std::optional<std::string_view>();
  }

  // An event that the end cuts off is dropped, as the standard says; that the message is unfinished is seen
  // above.
  Result<void> finish() override { return {}; }

 private:
  sse::Decoder events_;
};

}  // namespace

std::unique_ptr<StreamDecoder> make_sse_decoder() {
  return std::make_unique<SseDecoder>();
}

}  // namespace anthropic
