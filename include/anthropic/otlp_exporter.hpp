#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <anthropic/aws/session.hpp>
#include <anthropic/headers.hpp>
#include <anthropic/log.hpp>
#include <anthropic/result.hpp>
#include <anthropic/tracing_options.hpp>
#include <anthropic/transport_options.hpp>

namespace anthropic::internal {
struct Access;
class OtlpExporterState;
}  // namespace anthropic::internal

namespace anthropic::inline v0 {

enum class OtlpCompression : std::uint8_t { none, gzip };

/// Where spans and metrics are sent. What is unset comes from the variables of OpenTelemetry's specification;
/// docs/tracing.md lists them.
struct OtlpExporterOptions {
  /// The collector: "v1/traces" and "v1/metrics" are appended. Else OTEL_EXPORTER_OTLP_ENDPOINT, else
  /// "http://localhost:4318".
  std::string endpoint = {};
  std::string traces_endpoint = {};   ///< Used as it is. Else OTEL_EXPORTER_OTLP_TRACES_ENDPOINT.
  std::string metrics_endpoint = {};  ///< Used as it is. Else OTEL_EXPORTER_OTLP_METRICS_ENDPOINT.
  /// Signs, and sends the spans to CloudWatch's own endpoint, `https://xray.REGION.amazonaws.com/v1/traces`,
  /// unless `traces_endpoint` names another one. Needs CloudWatch's Transaction Search, and the permission
  /// xray:PutTraceSegments. That endpoint takes no metrics.
  std::optional<aws::Session> aws_session = {};
  Headers headers = {};                                   ///< Added to those of OTEL_EXPORTER_OTLP_HEADERS.
  std::optional<OtlpCompression> compression = {};        ///< Else OTEL_EXPORTER_OTLP_COMPRESSION, else none.
  std::optional<std::chrono::milliseconds> timeout = {};  ///< Of one attempt. Else 10 seconds.
  std::string service_name = {};                          ///< Else OTEL_SERVICE_NAME.
  std::vector<NameAndValue> resource_attributes = {};     ///< Added to those of OTEL_RESOURCE_ATTRIBUTES.
  std::optional<bool> traces = {};                        ///< Else not if OTEL_TRACES_EXPORTER is "none".
  std::optional<bool> metrics = {};                       ///< Else not if OTEL_METRICS_EXPORTER is "none".
  /// How long a span waits at most before it is sent. Else OTEL_BSP_SCHEDULE_DELAY, else 5 seconds.
  std::optional<std::chrono::milliseconds> flush_interval = {};
  /// How often metrics are sent. Else OTEL_METRIC_EXPORT_INTERVAL, else 60 seconds.
  std::optional<std::chrono::milliseconds> metrics_interval = {};
  /// How many spans are kept while nobody takes them; beyond that the newest are dropped and counted. Else
  /// OTEL_BSP_MAX_QUEUE_SIZE, else 2,048.
  std::optional<int> max_queued = {};
  TransportOptions transport = {};  ///< Proxy and certificates; else OTEL_EXPORTER_OTLP_CERTIFICATE.
  Logger logger = {};               ///< Told, as warnings and errors, what was not taken.
};

/// Sends the spans of clients, and metrics made of them, to an OpenTelemetry collector, as OTLP over HTTP in
/// JSON, in batches, on a thread of its own. It never slows, fails or changes a call.
///
///     OtlpExporter exporter({.service_name = "support-bot"});
///     AnthropicBedrock client({.observe = {.tracing = {.on_span = exporter.observer()}}});
///
/// Invalid options are reported to their logger and by flush(); nothing is sent then.
///
/// Destroying it sends the rest, waiting at most ten seconds. Thread-safe.
class OtlpExporter {
 public:
  explicit OtlpExporter(OtlpExporterOptions options = {});
  ~OtlpExporter();
  OtlpExporter(const OtlpExporter&) = delete;
  OtlpExporter& operator=(const OtlpExporter&) = delete;

  /// For a client's `.observe = {.tracing = {.on_span = …}}`. Many clients may share it. It may outlive the
  /// exporter, and then does nothing.
  SpanObserver observer() const;

  /// Sends the spans that wait, and the metrics as they are now. Fails with the collector's answer; what may be
  /// taken later is kept.
  Result<void> flush();

  /// Spans that were lost: the queue was full, or the collector refused them.
  std::uint64_t dropped() const;

 private:
  friend struct internal::Access;
  explicit OtlpExporter(std::shared_ptr<internal::OtlpExporterState> state);

  std::shared_ptr<internal::OtlpExporterState> state_;
};

}  // namespace anthropic::inline v0
