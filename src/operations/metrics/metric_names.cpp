#include "operations/metrics/metric_names.hpp"

namespace anthropic::internal {
namespace {

using operations::MetricPercentiles;
using operations::MetricSums;
using operations::ModelIdMetrics;
using operations::QuotaScope;

// The cache's metrics had other names until autumn 2026; CloudWatch keeps those of then.
constexpr SummedMetric kRuntimeSums[] = {
    {"Invocations", "Sum", &MetricSums::invocations},
    {"InvocationThrottles", "Sum", &MetricSums::throttles},
    {"InvocationClientErrors", "Sum", &MetricSums::client_errors},
    {"InvocationServerErrors", "Sum", &MetricSums::server_errors},
    {"InputTokenCount", "Sum", &MetricSums::input_tokens},
    {"OutputTokenCount", "Sum", &MetricSums::output_tokens},
    {"CacheReadInputTokenCount", "Sum", &MetricSums::cache_read_tokens},
    {"CacheReadInputTokens", "Sum", &MetricSums::cache_read_tokens},
    {"CacheWriteInputTokenCount", "Sum", &MetricSums::cache_write_tokens},
    {"CacheWriteInputTokens", "Sum", &MetricSums::cache_write_tokens},
    {"EstimatedTPMQuotaUsage", "Sum", &MetricSums::quota_tokens, true},
    {"InvocationLatency", "Sum", &MetricSums::latency_ms},
    {"InvocationLatency", "SampleCount", &MetricSums::latency_samples},
    {"TimeToFirstToken", "Sum", &MetricSums::first_token_ms},
    {"TimeToFirstToken", "SampleCount", &MetricSums::first_token_samples},
};

constexpr PercentileMetric kRuntimePercentiles[] = {
    {"InvocationLatency", "p50", &ModelIdMetrics::latency_ms, &MetricPercentiles::p50},
    {"InvocationLatency", "p90", &ModelIdMetrics::latency_ms, &MetricPercentiles::p90},
    {"InvocationLatency", "p99", &ModelIdMetrics::latency_ms, &MetricPercentiles::p99},
    {"TimeToFirstToken", "p50", &ModelIdMetrics::first_token_ms, &MetricPercentiles::p50},
    {"TimeToFirstToken", "p90", &ModelIdMetrics::first_token_ms, &MetricPercentiles::p90},
    {"TimeToFirstToken", "p99", &ModelIdMetrics::first_token_ms, &MetricPercentiles::p99},
};

constexpr SummedMetric kMantleSums[] = {
    {"Inferences", "Sum", &MetricSums::invocations},
    {"InferenceClientErrors", "Sum", &MetricSums::client_errors},
    {"TotalInputTokens", "Sum", &MetricSums::input_tokens, true, QuotaScope::mantle_input},
    {"TotalOutputTokens", "Sum", &MetricSums::output_tokens, true, QuotaScope::mantle_output},
};

constexpr MetricNames kNames[] = {
    {.endpoint = "bedrock-runtime",
     .namespace_ = "AWS/Bedrock",
     .dimension = "ModelId",
     .sums = kRuntimeSums,
     .percentiles = kRuntimePercentiles},
    {.endpoint = "bedrock-mantle",
     .namespace_ = "AWS/BedrockMantle",
     .dimension = "Model",
     .sums = kMantleSums},
};

}  // namespace

std::span<const MetricNames> metric_names() {
  return kNames;
}

}  // namespace anthropic::internal
