// However a stream is cut, the decoder makes the same of it.

#include <algorithm>
#include <string>

#include "fuzz_support.hpp"
#include "wire/stream/sse.hpp"

namespace anthropic::internal {
namespace {

std::string decode(std::string_view bytes, std::size_t piece_size) {
  sse::Decoder decoder;
  std::string out;
  while (!bytes.empty()) {
    const std::size_t size = std::min(piece_size, bytes.size());
    decoder.push(bytes.substr(0, size));
    bytes.remove_prefix(size);
    while (const sse::Event* event = decoder.next()) {
      fuzz::check(event->event.find_first_of("\r\n") == std::string_view::npos, "a name is one line");
      fuzz::check(event->data.find('\r') == std::string_view::npos, "data lines are joined with LF");
      for (const std::string_view part : {event->event, event->data, event->id}) {
        out.append(std::to_string(part.size())).append(":").append(part);
      }
    }
  }
  return out;
}

}  // namespace
}  // namespace anthropic::internal

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace anthropic::internal;
  std::string_view input = fuzz::text_of(data, size);
  const std::size_t piece_size = 1u + fuzz::take_byte(input);
  fuzz::check(decode(input, input.size()) == decode(input, piece_size),
              "pieces come to the same as the whole");
  return 0;
}
