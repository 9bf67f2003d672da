#pragma once

#include <anthropic/sources.hpp>

#include "wire/json/sink.hpp"

namespace anthropic::internal {

void write(const ImageSource& source, JsonSink& sink);
void write(const DocumentSource& source, JsonSink& sink);

ImageSource image_source_from_json(Json json);
DocumentSource document_source_from_json(Json json);

}  // namespace anthropic::internal
