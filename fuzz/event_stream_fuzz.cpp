// However a stream is cut, the decoder makes the same of it; and what it accepts, encodes to the same bytes.

#include <algorithm>
#include <libdeflate.h>
#include <string>

#include "fuzz_support.hpp"
#include "wire/aws/event_stream.hpp"

namespace anthropic::internal {
namespace {

struct Outcome {
  std::string frames;
  ErrorKind ending = ErrorKind::none;
  bool operator==(const Outcome&) const = default;
};

Outcome decode(std::string_view bytes, std::size_t piece_size) {
  event_stream::Decoder decoder;
  Outcome outcome;
  while (!bytes.empty()) {
    const std::size_t size = std::min(piece_size, bytes.size());
    decoder.push(bytes.substr(0, size));
    bytes.remove_prefix(size);
    for (;;) {
      const Result<const event_stream::Frame*> frame = decoder.next();
      if (!frame || !*frame) break;
      event_stream::encode((*frame)->headers, (*frame)->payload, outcome.frames);
    }
  }
  outcome.ending = decoder.finish().error().kind;
  return outcome;
}

void append_number(std::uint32_t value, std::string& out) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift);
}

/// Right lengths and checksums around the input: no fuzzer would guess a CRC.
std::string frame_around(std::string_view headers, std::string_view payload) {
  std::string frame;
  append_number(static_cast<std::uint32_t>(16 + headers.size() + payload.size()), frame);
  append_number(static_cast<std::uint32_t>(headers.size()), frame);
  append_number(libdeflate_crc32(0, frame.data(), frame.size()), frame);
  frame.append(headers).append(payload);
  append_number(libdeflate_crc32(0, frame.data(), frame.size()), frame);
  return frame;
}

}  // namespace
}  // namespace anthropic::internal

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace anthropic;
  using namespace anthropic::internal;
  std::string_view input = fuzz::text_of(data, size);
  const std::size_t piece_size = 1u + fuzz::take_byte(input);
  const unsigned char headers_size = fuzz::take_byte(input);
  std::string stream(input);
  if (headers_size != 0) {
    const std::size_t split = std::min<std::size_t>(headers_size, input.size());
    stream = frame_around(input.substr(0, split), input.substr(split));
    stream += stream;
  }
  const Outcome whole = decode(stream, stream.size());
  fuzz::check(whole == decode(stream, piece_size), "pieces come to the same as the whole");
  fuzz::check(std::string_view(stream).starts_with(whole.frames),
              "frames encode to the bytes they came from");
  fuzz::check(whole.ending != ErrorKind::none || whole.frames == stream, "nothing is lost without an error");
  return 0;
}
