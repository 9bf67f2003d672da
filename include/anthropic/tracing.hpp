#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <anthropic/lifetime_bound.hpp>
#include <anthropic/trace_context.hpp>
#include <anthropic/tracing_options.hpp>

// Spans by OpenTelemetry's conventions for generative AI: one for each call to the API around all its attempts,
// one for each run of a ToolRunner, one for each tool that it runs.
// https://github.com/open-telemetry/semantic-conventions-genai

namespace anthropic::inline v0 {

using SpanValue = std::variant<std::string, bool, std::int64_t, double, std::vector<std::string>>;

struct SpanAttribute {
  std::string name = {};
  SpanValue value = {};
};

/// OpenTelemetry's numbers.
enum class SpanKind : std::uint8_t { internal = 1, client = 3 };
enum class SpanStatus : std::uint8_t {
  unset = 0,  ///< The caller ended it.
  ok = 1,
  error = 2,  ///< `error.type` says which.
};

/// A finished span.
struct Span {
  std::string trace_id = {};        ///< 32 hexadecimal digits.
  std::string span_id = {};         ///< 16 hexadecimal digits.
  std::string parent_span_id = {};  ///< Empty for the first of a trace.
  std::string trace_state = {};
  /// Whether the trace is recorded, by its parent or by OTEL_TRACES_SAMPLER. An exporter leaves out those
  /// that are not; metrics count them.
  bool sampled = true;
  std::string name = {};
  SpanKind kind = SpanKind::internal;
  std::chrono::system_clock::time_point started = {};
  std::chrono::nanoseconds duration = {};
  std::vector<SpanAttribute> attributes = {};
  SpanStatus status = SpanStatus::unset;
  std::string status_message = {};  ///< Of an error: Error::to_string().
  /// Of a stream: the time from each piece of its content to the next, as the program read them. No
  /// attribute; a metric is made of it.
  std::vector<std::chrono::nanoseconds> chunk_intervals = {};
  /// Of a ToolRunner's run: how often it asked Claude, and how many tools it ran, with those that failed. No
  /// attributes; metrics are made of them.
  int inference_calls = 0;
  int tool_calls = 0;

  /// The attribute of that name; null if there is none.
  const SpanValue* find(std::string_view attribute) const ANTHROPIC_LIFETIME_BOUND;
  /// Its text, or its number; "" and 0 if it has none.
  std::string_view text(std::string_view attribute) const ANTHROPIC_LIFETIME_BOUND;
  std::int64_t number(std::string_view attribute) const;
};

}  // namespace anthropic::inline v0
