#include "canned_frames.hpp"

#include "base/crypto/encoding.hpp"
#include "wire/aws/event_stream.hpp"

namespace bench {

std::string chunk_frame(std::string_view event, std::size_t padding) {
  static constexpr std::string_view alphabet =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  std::string payload = R"({"bytes":")";
  anthropic::internal::base64_encode_to(event, payload);
  payload.append(R"(","p":")").append(alphabet.substr(0, 1 + padding % alphabet.size())).append("\"}");
  std::string frame;
  anthropic::internal::event_stream::encode({{":event-type", std::string_view("chunk")},
                                             {":content-type", std::string_view("application/json")},
                                             {":message-type", std::string_view("event")}},
                                            payload, frame);
  return frame;
}

std::string opening_frames() {
  return chunk_frame(
             R"({"type":"message_start","message":{"id":"msg_bdrk_01","type":"message","role":"assistant",)"
             R"("model":"claude-haiku-4-5-20251001","content":[],"stop_reason":null,"stop_sequence":null,)"
             R"("usage":{"input_tokens":25,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,)"
             R"("output_tokens":1}}})",
             11) +
         chunk_frame(R"({"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}})",
                     30);
}

std::string closing_frames() {
  return chunk_frame(R"({"type":"content_block_stop","index":0})", 5) +
         chunk_frame(R"({"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},)"
                     R"("usage":{"output_tokens":57}})",
                     50) +
         chunk_frame(R"({"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":25,)"
                     R"("outputTokenCount":57,"invocationLatency":512,"firstByteLatency":128}})",
                     22);
}

std::string delta_frame(std::string_view text, std::size_t padding) {
  std::string event = R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":")";
  event.append(text).append("\"}}");
  return chunk_frame(event, padding);
}

std::string delta_text(std::size_t n) {
  if (n % 16 == 15) return R"(at its end\n)";
  static constexpr std::string_view words =
      "one more piece of the answer, of about twelve bytes, and so on: ";
  return std::string(words.substr(n * 7 % (words.size() - 12), 12));
}

}  // namespace bench
