#pragma once

#include <string>

#include <anthropic/operations/metrics.hpp>

#include "report/report.hpp"

namespace anthropic::internal::cli {

/// The page of `metrics --html`: calls, throttles, tokens and times over time, a line for each model.
Report metrics_report(const operations::BedrockMetrics& metrics, const std::string& region);

}  // namespace anthropic::internal::cli
