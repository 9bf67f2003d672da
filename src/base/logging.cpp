#include "base/logging.hpp"

#include <algorithm>
#include <cxxabi.h>

#include "base/text/text.hpp"

namespace anthropic {

void Log::write(LogLevel level, std::string_view line) const {
  if (!enabled(level)) return;
  try {
    sink_(level, line);
  } catch (const abi::__forced_unwind&) {  // The thread is being cancelled, which must go on.
    throw;
  } catch (...) {
  }
}

std::string_view loggable_header(std::string_view name, std::string_view value) {
  constexpr std::string_view harmless[] = {
      "accept",
      "amz-sdk-invocation-id",
      "amz-sdk-request",
      "anthropic-beta",
      "anthropic-version",
      "connection",
      "content-encoding",
      "content-length",
      "content-type",
      "date",
      "host",
      "request-id",
      "retry-after",
      "retry-after-ms",
      "server",
      "transfer-encoding",
      "user-agent",
      "x-amz-content-sha256",
      "x-amz-date",
      "x-amz-id-2",
      "x-amz-request-id",
      "x-amz-retry-after",
      "x-amz-target",
      "x-amzn-bedrock-accept",
      "x-amzn-bedrock-cache-read-input-token-count",
      "x-amzn-bedrock-cache-write-input-token-count",
      "x-amzn-bedrock-content-type",
      "x-amzn-bedrock-guardrailidentifier",
      "x-amzn-bedrock-guardrailversion",
      "x-amzn-bedrock-input-token-count",
      "x-amzn-bedrock-invocation-latency",
      "x-amzn-bedrock-output-token-count",
      "x-amzn-bedrock-performanceconfig-latency",
      "x-amzn-bedrock-service-tier",
      "x-amzn-bedrock-trace",
      "x-amzn-errortype",
      "x-amzn-requestid",
      "x-should-retry",
  };
  const bool known = std::any_of(std::begin(harmless), std::end(harmless),
                                 [&](std::string_view allowed) { return iequals(allowed, name); });
  return known ? value : std::string_view("***");
}

}  // namespace anthropic
