#include <charconv>

#include <anthropic/bedrock_invocation.hpp>

#include "base/text/header_lookup.hpp"
#include "base/text/text.hpp"

namespace anthropic::inline v0 {

using namespace internal;
namespace {

std::string header(const ResponseHead& head, std::string_view name) {
  const std::string* value = find_header(head.headers, name);
  return value ? *value : std::string();
}

/// The number that a stream tells in its metrics, or an answer in a header.
std::optional<std::int64_t> number(const Json& metric, const std::string& header) {
  if (const auto told = metric.as_int64()) return told;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(header.data(), header.data() + header.size(), value);
  if (header.empty() || error != std::errc() || end != header.data() + header.size()) return std::nullopt;
  return value;
}

std::optional<std::chrono::milliseconds> milliseconds(const Json& metric, const std::string& header) {
  const auto told = number(metric, header);
  if (!told) return std::nullopt;
  return std::chrono::milliseconds(*told);
}

}  // namespace

BedrockInvocation bedrock_invocation(const Message& message, const ResponseHead& head) {
  const Json& metrics = message.extra["amazon-bedrock-invocationMetrics"];
  return {
      .guardrail_action = message.extra["amazon-bedrock-guardrailAction"].string_or(""),
      .guardrail_trace = message.extra["amazon-bedrock-trace"]["guardrail"],
      .latency =
          milliseconds(metrics["invocationLatency"], header(head, "x-amzn-bedrock-invocation-latency")),
      .first_byte_latency = milliseconds(metrics["firstByteLatency"], ""),
      .input_token_count =
          number(metrics["inputTokenCount"], header(head, "x-amzn-bedrock-input-token-count")),
      .output_token_count =
          number(metrics["outputTokenCount"], header(head, "x-amzn-bedrock-output-token-count")),
      .service_tier = header(head, "x-amzn-bedrock-service-tier"),
      .performance_latency = header(head, "x-amzn-bedrock-performanceconfig-latency"),
  };
}

}  // namespace anthropic::inline v0
