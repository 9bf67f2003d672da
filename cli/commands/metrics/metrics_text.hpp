#pragma once

#include <string>

#include <anthropic/json.hpp>
#include <anthropic/operations/metrics.hpp>

#include "charts/text_style.hpp"
#include "terminal/styled_text.hpp"

namespace anthropic::internal::cli {

/// "us-east-1, 2026-11-29T12:00:00Z to 2026-11-30T12:00:00Z, by 60 min"
std::string metrics_heading(const operations::BedrockMetrics& metrics, const std::string& region);

/// A table of the models, and one of the ids by which they were called.
StyledText metrics_text(const operations::BedrockMetrics& metrics, const std::string& region,
                        const TextStyle& style);

/// Everything, for programs.
Json metrics_json(const operations::BedrockMetrics& metrics, const std::string& region);

}  // namespace anthropic::internal::cli
