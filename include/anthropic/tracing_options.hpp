#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>

namespace anthropic::inline v0 {

struct Span;  // tracing.hpp

/// Called when a span has ended, on the thread on which it did, which background calls share: it must be
/// quick and thread-safe, and must not destroy the client. Its exceptions are logged as errors, and change
/// nothing.
using SpanObserver = std::function<void(const Span& span)>;

/// How spans are named.
enum class SpanNames : std::uint8_t {
  conventions,  ///< "chat MODEL", "execute_tool NAME", "invoke_agent": OpenTelemetry's conventions for GenAI.
  sdk,  ///< "anthropic.messages.create", "anthropic.custom_tool_use NAME", "anthropic.messages.tool_runner":
        ///< Anthropic's SDKs.
};

/// Spans of a client's calls: docs/tracing.md.
struct TracingOptions {
  /// Gets the finished spans; OtlpExporter (otlp_exporter.hpp) makes one. Without it there are none.
  SpanObserver on_span = {};
  /// Whether there are spans. Else not if ANTHROPIC_OPEN_TELEMETRY is "false" or OTEL_SDK_DISABLED "true".
  std::optional<bool> enabled = {};
  /// Whether requests carry `traceparent`, `tracestate` and `baggage`, which are never signed. Else not if
  /// ANTHROPIC_OPEN_TELEMETRY_PROPAGATION is "false".
  std::optional<bool> propagate = {};
  /// Whether spans hold prompts, answers, and what tools are given and answer. Consider who reads them. Else
  /// only if ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE is "content".
  std::optional<bool> record_content = {};
  /// The most content of one span, in bytes. Else ANTHROPIC_OPEN_TELEMETRY_TRACES_MAX_CONTENT_BYTES, else
  /// 750,000. Of more the oldest parts are left out, and the span has `anthropic.content.truncated`.
  std::optional<std::size_t> max_content_bytes = {};
  SpanNames span_names = SpanNames::conventions;
};

}  // namespace anthropic::inline v0
