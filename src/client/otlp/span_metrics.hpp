#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/json.hpp>
#include <anthropic/tracing.hpp>

#include "base/time/clock.hpp"

namespace anthropic::internal {

/// The conventions' metrics, made of spans: counted from the beginning on.
/// https://github.com/open-telemetry/semantic-conventions-genai: client-inference.md, gen-ai-token-metrics.md.
/// Used by one thread at a time.
class SpanMetrics {
 public:
  explicit SpanMetrics(SystemTime began) : began_(began) {}

  void add(const Span& span);
  /// As OTLP has them; empty as long as nothing was added.
  Json to_json(SystemTime now) const;

 private:
  struct Point {
    Json attributes;
    std::uint64_t count = 0;
    double sum = 0;  // of a counter, too: whole numbers are exact up to 2^53
    std::vector<std::uint64_t> buckets = {};
  };
  using Points = std::map<std::string, Point>;  // by their attributes

  void add_inference(const Span& span);
  Point& point(std::string_view metric, const std::vector<SpanAttribute>& attributes);
  void count(std::string_view metric, const std::vector<SpanAttribute>& attributes, std::int64_t number);
  void record(std::string_view metric, const std::vector<SpanAttribute>& attributes,
              std::span<const double> values);
  void record(std::string_view metric, const std::vector<SpanAttribute>& attributes, double value) {
    record(metric, attributes, std::span(&value, 1));
  }

  const SystemTime began_;
  std::map<std::string, Points, std::less<>> metrics_;
};

}  // namespace anthropic::internal
