#include <benchmark/benchmark.h>

#include "canned_server.hpp"
#include "decode_floor.hpp"
#include "platform/streams/stream_decoder.hpp"
#include "wire/stream/accumulator.hpp"
#include "wire/stream/event_codec.hpp"

// An event stream in memory, decoded to typed events. 400 deltas, about 106 kB: what lies in the cache just
// after it was read from a socket, handed over in pieces of 16 kB.

namespace {

constexpr std::size_t kDeltas = 400;
constexpr std::size_t kEvents = kDeltas + 5;
constexpr std::size_t kPiece = 16384;

std::size_t decode_all(std::string_view bytes, anthropic::internal::StreamDecoder& decoder,
                       anthropic::StreamEvent& event) {
  std::size_t text = 0;
  for (std::size_t at = 0; at < bytes.size(); at += kPiece) {
    decoder.push(bytes.substr(at, kPiece));
    while (true) {
      const auto json = decoder.next();
      if (!json || !*json) break;
      if (!anthropic::internal::parse_event(**json, event)) break;
      text += event.text().size();
    }
  }
  return text;
}

void decode(benchmark::State& state) {
  const std::string bytes = bench::canned_frames(kDeltas);
  const auto decoder = anthropic::internal::make_event_stream_decoder();
  anthropic::StreamEvent event;
  for (auto _ : state) {
    const std::size_t text = decode_all(bytes, *decoder, event);
    if (text < kDeltas * 10) state.SkipWithError("the text of the deltas did not come");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kEvents));
}
BENCHMARK(decode);

void decode_floor(benchmark::State& state) {
  const std::string bytes = bench::canned_frames(kDeltas);
  bench::DecodeFloor floor;
  for (auto _ : state) {
    if (floor.decode(bytes) < kDeltas * 10) state.SkipWithError("the text of the deltas did not come");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kEvents));
}
BENCHMARK(decode_floor);

}  // namespace
