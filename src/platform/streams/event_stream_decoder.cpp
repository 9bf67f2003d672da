#include <string>

#include <anthropic/json.hpp>

#include "base/crypto/encoding.hpp"
#include "base/text/utf8.hpp"
#include "platform/errors/api_errors.hpp"
#include "platform/streams/stream_decoder.hpp"
#include "wire/aws/event_stream.hpp"

namespace anthropic::internal {
namespace {

class EventStreamDecoder final : public StreamDecoder {
 public:
  void push(std::string_view bytes) override { frames_.push(bytes); }

  Result<std::optional<std::string_view>> next() override {
    while (true) {
      const auto frame = frames_.next();
      if (!frame) return frame.error();
      if (*frame == nullptr) return std::optional<std::string_view>();
      const event_stream::Frame& found = **frame;
      if (!found.headers_repeat) is_chunk_ = is_chunk(found);
      if (is_chunk_) return decode_chunk(found.payload);
      const std::string_view kind = found.string_header(":message-type");
      if (kind == "exception")
        return error_from_exception(found.string_header(":exception-type"), found.payload);
      if (kind == "error") return reported_error(found);
      if (kind != "event") return damaged("the frame's :message-type is \"" + to_valid_utf8(kind) + "\"");
      const std::string_view event = found.string_header(":event-type");
      // Test doubles send exceptions as events; events that are new are passed over.
      if (event.ends_with("Exception")) return error_from_exception(event, found.payload);
    }
  }

  Result<void> finish() override { return frames_.finish(); }

 private:
  static bool is_chunk(const event_stream::Frame& frame) {
    return frame.string_header(":message-type") == "event" && frame.string_header(":event-type") == "chunk";
  }

  /// The payload is `{"bytes":"…","p":"…"}`, where `p` is padding. Base64 holds nothing that JSON escapes, so
  /// that the usual form can be read without a parser.
  Result<std::optional<std::string_view>> decode_chunk(std::string_view payload) {
    static constexpr std::string_view begin = R"({"bytes":")";
    if (payload.starts_with(begin)) {
      const std::size_t end = payload.find('"', begin.size());
      if (end != std::string_view::npos)
        return decode_base64(payload.substr(begin.size(), end - begin.size()));
    }
    const Json json = Json::parse(payload).value_or(Json());
    return decode_base64(json["bytes"].as_string().value_or(""));
  }

  Result<std::optional<std::string_view>> decode_base64(std::string_view base64) {
    const std::size_t capacity = base64_decoded_capacity(base64.size());
    if (json_.size() < capacity) json_.resize(capacity);
    const auto size = base64_decode_into(base64, json_.data());
    if (!size || *size == 0) return damaged("a chunk holds no base64 text in \"bytes\"");
    return std::optional(std::string_view(json_.data(), *size));
  }

  static Error reported_error(const event_stream::Frame& frame) {
    const std::string code(frame.string_header(":error-code"));
    Error error = error_from_exception(code, frame.payload);
    const std::string_view message = frame.string_header(":error-message");
    if (!message.empty()) error.message = to_valid_utf8(message);
    return error;
  }

  static Error damaged(const std::string& what) {
    return Error{.kind = ErrorKind::response_validation, .message = "damaged event stream: " + what};
  }

  event_stream::Decoder frames_;
  bool is_chunk_ = false;  // the last frame was one
  std::string json_;       // room for an event's
};

}  // namespace

std::unique_ptr<StreamDecoder> make_event_stream_decoder() {
  return std::make_unique<EventStreamDecoder>();
}

}  // namespace anthropic::internal
