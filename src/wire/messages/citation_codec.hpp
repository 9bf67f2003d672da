#pragma once

#include <vector>

#include <anthropic/citations.hpp>

#include "wire/json/sink.hpp"

namespace anthropic::internal {

void write(const TextCitation& citation, JsonSink& sink);

/// The member "citations" if it is an array with something in it; else none, and it stays where it is.
std::vector<TextCitation> take_citations(Json& block);

}  // namespace anthropic::internal
