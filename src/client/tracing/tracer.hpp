#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <anthropic/headers.hpp>
#include <anthropic/tracing.hpp>

#include "base/logging.hpp"
#include "client/tracing/sampler.hpp"
#include "http/world.hpp"

namespace anthropic::internal {

/// How a client's calls are traced. Thread-safe.
class Tracer {
 public:
  Tracer(TracingOptions options, std::shared_ptr<const World> world, Log log);

  /// Whether there are spans.
  bool records() const { return records_; }
  bool records_content() const { return records_content_; }
  std::size_t max_content_bytes() const { return max_content_bytes_; }
  SpanNames span_names() const { return options_.span_names; }
  const World& world() const { return *world_; }
  const Sampler& sampler() const { return sampler_; }

  /// Adds the headers of a trace to those that are not signed. What the caller gave itself stays.
  void put_on(const TraceContext& trace, Headers& unsigned_headers) const;
  /// Tells the observer.
  void ended(const Span& span) const;

 private:
  const TracingOptions options_;
  const std::shared_ptr<const World> world_;
  const Log log_;
  const bool records_;
  const bool propagates_;
  const bool records_content_;
  const std::size_t max_content_bytes_;
  const Sampler sampler_;
};

/// A span that has begun. Used by one thread at a time, but for claim_end(). What did not end is told to
/// nobody.
class ActiveSpan {
 public:
  ActiveSpan(std::shared_ptr<const Tracer> tracer, const TraceContext& parent, SpanKind kind);

  /// Of the span itself: for what is sent within it, and for its children.
  const TraceContext& context() const { return context_; }
  const Tracer& tracer() const { return *tracer_; }
  const Span& span() const { return span_; }

  void name(std::string name) { span_.name = std::move(name); }
  void set(std::string_view attribute, SpanValue value);
  /// The same, if there is a value.
  void set_text(std::string_view attribute, std::string_view text);
  void set_number(std::string_view attribute, std::optional<std::int64_t> number);

  void add_chunk_interval(std::chrono::nanoseconds interval) { span_.chunk_intervals.push_back(interval); }

  void count_inference_call() { ++span_.inference_calls; }
  void count_tool_call() { ++span_.tool_calls; }

  /// Where several threads may end it: only the first may, and has it for itself from then on.
  bool claim_end() { return !claimed_.exchange(true); }
  void end(SpanStatus status, std::string message = {});

 private:
  const std::shared_ptr<const Tracer> tracer_;
  const SteadyTime began_;
  TraceContext context_;
  Span span_;
  std::atomic<bool> claimed_ = false;
};

/// Null if nothing is recorded.
std::shared_ptr<ActiveSpan> begin_span(const std::shared_ptr<const Tracer>& tracer,
                                       const TraceContext& parent, SpanKind kind);

}  // namespace anthropic::internal
