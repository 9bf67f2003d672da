#include "call/loggable_header.hpp"

#include <algorithm>
#include <iterator>

#include "base/text/text.hpp"

namespace anthropic::internal {

std::string_view loggable_header(std::string_view name, std::string_view value) {
  constexpr std::string_view harmless[] = {
      "accept",
      "amz-sdk-invocation-id",
      "amz-sdk-request",
      "anthropic-beta",
      "anthropic-version",
      "content-encoding",
      "content-length",
      "content-type",
      "host",
      "user-agent",
      "x-amz-content-sha256",
      "x-amz-date",
      "x-amz-target",
      "x-amzn-bedrock-accept",
      "x-amzn-bedrock-content-type",
      "x-amzn-bedrock-guardrailidentifier",
      "x-amzn-bedrock-guardrailversion",
      "x-amzn-bedrock-performanceconfig-latency",
      "x-amzn-bedrock-service-tier",
      "x-amzn-bedrock-trace",
  };
  const bool known = std::any_of(std::begin(harmless), std::end(harmless),
                                 [&](std::string_view allowed) { return iequals(allowed, name); });
  return known ? value : std::string_view("***");
}

}  // namespace anthropic::internal
