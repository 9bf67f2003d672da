#pragma once

#include <anthropic/message.hpp>

#include "wire/json/sink.hpp"

namespace anthropic::internal {

void write(const MessageParam& message, JsonSink& sink);
void write(const Message& message, JsonSink& sink);
void write(const RefusalStopDetails& details, JsonSink& sink);

/// Sets the members of `usage` that `json` holds and leaves the others alone: stream usage is cumulative.
void update_usage(Json json, Usage& usage);

/// The member "stop_details" if it is an object; else none, and it stays where it is.
std::optional<RefusalStopDetails> take_stop_details(Json& object);

/// Whether this is a message of the API at all, rather than an error body or something else.
bool looks_like_message(const Json& json);

}  // namespace anthropic::internal
