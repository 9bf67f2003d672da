#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace bench {

/// One frame as Bedrock sends it: a chunk that holds an event in base64 and padding.
std::string chunk_frame(std::string_view event, std::size_t padding);

/// The events around the deltas of a message, as frames.
std::string opening_frames();
std::string closing_frames();
/// A text delta's frame; `text` must need no escapes.
std::string delta_frame(std::string_view text, std::size_t padding);
/// The text of the n-th delta: 12 bytes, an escape in every sixteenth.
std::string delta_text(std::size_t n);

}  // namespace bench
