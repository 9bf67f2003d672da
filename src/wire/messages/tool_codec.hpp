#pragma once

#include <anthropic/tool.hpp>

#include "wire/json/sink.hpp"

namespace anthropic::internal {

void write(const ToolUnion& tool, JsonSink& sink);
void write(const ToolChoice& choice, JsonSink& sink);

}  // namespace anthropic::internal
