#pragma once

#include <optional>
#include <span>
#include <string_view>

#include <anthropic/operations/metrics.hpp>
#include <anthropic/operations/quotas.hpp>

namespace anthropic::internal {

/// A metric whose sums can be added up, and where they go.
struct SummedMetric {
  std::string_view metric;
  std::string_view stat;
  double operations::MetricSums::*sum;
  bool is_of_quota = false;                          ///< Whether a quota a minute counts it.
  std::optional<operations::QuotaScope> quota = {};  ///< Which; else that of the id.
};

struct PercentileMetric {
  std::string_view metric;
  std::string_view stat;
  operations::MetricPercentiles operations::ModelIdMetrics::*percentiles;
  std::optional<double> operations::MetricPercentiles::*value;
};

/// What an endpoint calls its metrics.
struct MetricNames {
  std::string_view endpoint;
  std::string_view namespace_;
  std::string_view dimension;  ///< Whose value is the model's id.
  std::span<const SummedMetric> sums;
  std::span<const PercentileMetric> percentiles = {};
};

/// bedrock-runtime and bedrock-mantle.
std::span<const MetricNames> metric_names();

}  // namespace anthropic::internal
