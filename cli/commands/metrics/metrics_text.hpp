#pragma once

#include <string>
#include <vector>

#include <anthropic/json.hpp>
#include <anthropic/operations/metrics.hpp>

#include "base/public_names.hpp"
#include "charts/table.hpp"
#include "charts/text_style.hpp"
#include "terminal/styled_text.hpp"

namespace anthropic::internal::cli {

using BedrockQuotas = std::vector<aws::ServiceQuota>;

/// "us-east-1, 2026-11-29T12:00:00Z to 2026-11-30T12:00:00Z, by 60 min"
std::string metrics_heading(const operations::BedrockMetrics& metrics, const std::string& region);

/// How the calls that a model's quota counts are called: "Claude Haiku 4.5, cross-region".
std::string quota_name(const operations::ModelMetrics& model, const operations::QuotaPeak& peak);

/// How much was taken from each quota a minute, at the most; no rows where nothing was.
Table quotas_table(const operations::BedrockMetrics& metrics, const BedrockQuotas& quotas);

/// A table of the models, one of the ids by which they were called, and one of their quotas.
StyledText metrics_text(const operations::BedrockMetrics& metrics, const BedrockQuotas& quotas,
                        const std::string& region, const TextStyle& style);

/// Everything, for programs.
Json metrics_json(const operations::BedrockMetrics& metrics, const BedrockQuotas& quotas,
                  const std::string& region);

}  // namespace anthropic::internal::cli
