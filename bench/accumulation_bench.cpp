#include <benchmark/benchmark.h>

#include "canned_frames.hpp"
#include "platform/streams/stream_decoder.hpp"
#include "wire/stream/accumulator.hpp"
#include "wire/stream/event_codec.hpp"

// A stream of frames in memory, decoded, typed and put together to a message.

namespace {

/// Many deltas as frames, small enough to stay in the cache, to be fed again and again.
std::string delta_frames(std::size_t count, const std::string& text) {
  std::string frames;
  for (std::size_t n = 0; n < count; ++n) {
    frames += bench::delta_frame(text.empty() ? bench::delta_text(n) : text, n);
  }
  return frames;
}

class Reader {
 public:
  void feed(std::string_view frames) {
    decoder_->push(frames);
    while (true) {
      const auto json = decoder_->next();
      if (!json || !*json || !anthropic::internal::parse_event(**json, event_) || !accumulator_.apply(event_))
        return;
    }
  }
  /// The size of the text, once the message is whole.
  std::size_t size() const { return accumulator_.finished() ? accumulator_.message().text().size() : 0; }

 private:
  std::unique_ptr<anthropic::internal::StreamDecoder> decoder_ =
      anthropic::internal::make_event_stream_decoder();
  anthropic::StreamEvent event_;
  anthropic::internal::Accumulator accumulator_;
};

/// `rounds` times the same frames, of `deltas` deltas each.
std::size_t read_answer(std::string_view frames, std::size_t rounds) {
  Reader reader;
  reader.feed(bench::opening_frames());
  for (std::size_t n = 0; n < rounds; ++n) reader.feed(frames);
  reader.feed(bench::closing_frames());
  return reader.size();
}

constexpr std::size_t kDeltas = 100;

void accumulate_100000_deltas(benchmark::State& state) {
  const std::string frames = delta_frames(kDeltas, {});
  for (auto _ : state) {
    if (read_answer(frames, 1000) < 1'000'000) state.SkipWithError("the text of the deltas did not come");
  }
  state.SetItemsProcessed(state.iterations() * 100'000);
}
BENCHMARK(accumulate_100000_deltas);

/// An answer of `rounds` times 10 kB; a kilobyte is an item.
void accumulate(benchmark::State& state, std::size_t rounds) {
  const std::string frames = delta_frames(kDeltas, std::string(100, 'x'));
  for (auto _ : state) {
    if (read_answer(frames, rounds) != rounds * kDeltas * 100) state.SkipWithError("the text did not come");
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rounds) * 10);
}
void accumulate_100kB(benchmark::State& state) {
  accumulate(state, 10);
}
BENCHMARK(accumulate_100kB);
void accumulate_10MB(benchmark::State& state) {
  accumulate(state, 1000);
}
BENCHMARK(accumulate_10MB);

}  // namespace
