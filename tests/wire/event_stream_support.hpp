#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "wire/aws/event_stream.hpp"

namespace anthropic::internal::event_stream {

/// What a decoder made of a stream: each frame, encoded again, and how it ended.
struct Outcome {
  std::vector<std::string> frames;
  ErrorKind ending = ErrorKind::none;
  std::string message;
  bool operator==(const Outcome&) const = default;
};

inline Outcome decode_pieces(const std::vector<std::string_view>& pieces, Limits limits = {}) {
  Decoder decoder(limits);
  Outcome outcome;
  for (const std::string_view piece : pieces) {
    const auto bytes = std::make_unique<std::string>(piece);  // gone when more is needed
    decoder.push(*bytes);
    for (;;) {
      const Result<const Frame*> frame = decoder.next();
      if (!frame || !*frame) break;
      encode((*frame)->headers, (*frame)->payload, outcome.frames.emplace_back());
    }
  }
  const Result<void> end = decoder.finish();
  outcome.ending = end.error().kind;
  outcome.message = end.error().message;
  return outcome;
}

}  // namespace anthropic::internal::event_stream
