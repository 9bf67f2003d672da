#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <anthropic/otlp_exporter.hpp>
#include <anthropic/tracing.hpp>

#include "base/logging.hpp"
#include "http/world.hpp"

// https://opentelemetry.io/docs/specs/otel/protocol/exporter/

namespace anthropic::internal {

/// Where one kind of data goes.
struct OtlpTarget {
  bool is_on = true;
  std::string url = {};  ///< Empty: CloudWatch's own.
  Headers headers = {};
  OtlpCompression compression = OtlpCompression::none;
  std::optional<std::chrono::milliseconds> timeout = {};  ///< Of one attempt; empty for no limit.
  TransportOptions transport = {};
};

struct OtlpSettings {
  OtlpTarget traces = {};
  OtlpTarget metrics = {};
  std::vector<SpanAttribute> resource = {};
  std::chrono::milliseconds flush_interval = {};
  std::chrono::milliseconds metrics_interval = {};
  std::size_t max_queued = 0;
  std::size_t max_batch = 0;
};

/// The options, and where they say nothing the environment. What is wrong in a variable is logged and left
/// out, but for what would send the data elsewhere, or in another form, than was asked for: that is an error.
Result<OtlpSettings> read_otlp_settings(const OtlpExporterOptions& options, const Environment& environment,
                                        const Log& log);

}  // namespace anthropic::internal
