#pragma once

#include <optional>
#include <string_view>

#include <anthropic/content_block.hpp>

#include "wire/json/sink.hpp"

namespace anthropic::internal {

void write(const Content& content, JsonSink& sink);
void write(const ContentBlock& block, JsonSink& sink);
void write(const std::vector<ContentBlock>& blocks, JsonSink& sink);
void write(const CacheControl& cache_control, JsonSink& sink);

/// The member "cache_control" if it is one that CacheControl can hold; else none, and it stays where it is.
std::optional<CacheControl> take_cache_control(Json& object);

std::vector<ContentBlock> blocks_from_json(const Json& items);

/// A tool_use of an answer that has no input has an empty one.
void complete_tool_use(Json& block);
/// An input that is no object would not be taken back by a server: it is kept as text, in `partial_json`.
void keep_input_an_object(ToolUseBlock& use);
/// "id" or "name" if the block is a tool_use that lacks it, and so can neither be run nor answered; else
/// empty.
std::string_view missing_of_tool_use(const ContentBlock& block);

}  // namespace anthropic::internal
