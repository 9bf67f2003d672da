#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <anthropic/error.hpp>
#include <anthropic/json.hpp>
#include <anthropic/message.hpp>

#include "commands/batch/files/line_states.hpp"

namespace anthropic::internal::cli {

/// Which line of the input a result belongs to.
struct LineKey {
  std::uint64_t number = 0;
  std::uint32_t digest = 0;  ///< Of the line's text.
  std::string id = {};
};

/// The id of a line that has none of its own: the same each time.
std::string made_up_id(std::uint64_t number, std::uint32_t digest);
/// The line of an id that begins like that; its id is what follows behind a dash, if anything does. Empty if
/// the id begins otherwise.
std::optional<LineKey> key_of_made_up_id(std::string_view id);

// A line of the results, in the form of Message Batches' results, with what makes it quick to find again in
// front:
//   {"line":3,"digest":"0f3a96c1","custom_id":"q-3","result":{"type":"succeeded","message":{…}},
//    "request_id":"…"}
//   {"line":4,"digest":"…","custom_id":"q-4","result":{"type":"errored","retryable":true,"error":{…}}}

std::string succeeded_line(const LineKey& key, const Message& message);
std::string succeeded_line(const LineKey& key, const Json& message, std::string_view request_id);
std::string errored_line(const LineKey& key, const Error& error);

/// The front of a line of results.
struct ResultHead {
  std::uint64_t number = 0;
  std::uint32_t digest = 0;
  std::string_view id = {};  ///< As JSON wrote it, with quotes and escapes.
  bool has_succeeded = false;
  bool is_retryable = false;
};

/// Empty if this is no line of results. Needs the first kilobytes of the line only.
std::optional<ResultHead> read_head(std::string_view line);

/// A name's digest, of the text that JSON writes for it.
std::uint64_t name_digest(std::string_view id);

}  // namespace anthropic::internal::cli
