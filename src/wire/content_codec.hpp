#pragma once

#include <optional>

#include <anthropic/content_block.hpp>

#include "wire/json_sink.hpp"

namespace anthropic {

void write(const Content& content, JsonSink& sink);
void write(const ContentBlock& block, JsonSink& sink);
void write(const std::vector<ContentBlock>& blocks, JsonSink& sink);
void write(const CacheControl& cache_control, JsonSink& sink);

/// The member "cache_control" if it is one that CacheControl can hold; else none, and it stays where it is.
std::optional<CacheControl> take_cache_control(Json& object);

std::vector<ContentBlock> blocks_from_json(const Json& items);

}  // namespace anthropic
