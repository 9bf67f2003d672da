#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <anthropic/json.hpp>
#include <anthropic/tracing.hpp>

#include "base/time/clock.hpp"

// OTLP in JSON: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding. Ids are hexadecimal, enumerations
// numbers, and 64-bit integers texts.

namespace anthropic::internal {

Json otlp_attributes(const std::vector<SpanAttribute>& attributes);
/// Nanoseconds since 1970.
std::string otlp_time(SystemTime time);

std::string otlp_span(const Span& span);

/// An ExportTraceServiceRequest of spans that otlp_span() has written; at least one.
std::string otlp_traces(const std::vector<SpanAttribute>& resource, const std::vector<std::string>& spans);
/// An ExportMetricsServiceRequest; `metrics` is an array, not empty.
std::string otlp_metrics(const std::vector<SpanAttribute>& resource, Json metrics);

}  // namespace anthropic::internal
