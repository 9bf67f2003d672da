#pragma once

#include <string>

#include <anthropic/operations/metrics.hpp>

#include "commands/metrics/metrics_text.hpp"
#include "report/report.hpp"

namespace anthropic::internal::cli {

/// The page of `metrics --html`: calls, throttles, tokens, times and the use of quotas, over time.
Report metrics_report(const operations::BedrockMetrics& metrics, const BedrockQuotas& quotas,
                      const std::string& region);

}  // namespace anthropic::internal::cli
