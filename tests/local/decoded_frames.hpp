#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <anthropic/json.hpp>

#include "base/crypto/encoding.hpp"
#include "wire/aws/event_stream.hpp"

namespace anthropic::internal::local {

/// A frame as a reader sees it.
struct DecodedFrame {
  std::vector<std::string> header_names;
  std::string message_type;
  std::string name;  ///< of the event, the exception or the error
  Json payload;
  std::size_t padding = 0;
};

struct DecodedStream {
  std::vector<DecodedFrame> frames;
  bool is_damaged = false;     ///< A frame could not be read.
  bool is_incomplete = false;  ///< The last frame is not all there.

  /// The types of the Anthropic events, and the names of everything else.
  std::vector<std::string> outline() const {
    std::vector<std::string> out;
    for (const DecodedFrame& frame : frames)
      out.push_back(frame.message_type == "event" ? frame.payload["type"].string_or("?") : frame.name);
    return out;
  }
  std::string text() const {
    std::string out;
    for (const DecodedFrame& frame : frames) out += frame.payload["delta"]["text"].string_or("");
    return out;
  }
};

inline DecodedFrame decode_frame(const event_stream::Frame& frame) {
  DecodedFrame decoded;
  for (const auto& header : frame.headers) decoded.header_names.emplace_back(header.name);
  decoded.message_type = std::string(frame.string_header(":message-type"));
  for (const char* name : {":event-type", ":exception-type", ":error-code"})
    decoded.name += frame.string_header(name);
  auto payload = Json::parse(frame.payload);
  if (!payload) return decoded;
  decoded.payload = *std::move(payload);
  if (decoded.message_type != "event") return decoded;
  decoded.padding = decoded.payload["p"].string_or("").size();
  if (decoded.name != "chunk") return decoded;
  const auto bytes = base64_decode(decoded.payload["bytes"].string_or("!"));
  auto event = Json::parse(bytes.value_or(""));
  decoded.payload = event ? *std::move(event) : Json();
  return decoded;
}

inline DecodedStream decode_stream(std::string_view bytes) {
  DecodedStream stream;
  event_stream::Decoder decoder;
  decoder.push(bytes);
  while (true) {
    const auto frame = decoder.next();
    if (!frame) {
      stream.is_damaged = true;
      return stream;
    }
    if (!*frame) break;
    stream.frames.push_back(decode_frame(**frame));
  }
  stream.is_incomplete = !decoder.finish();
  return stream;
}

}  // namespace anthropic::internal::local
