#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <anthropic/headers.hpp>

namespace anthropic::inline v0 {

/// A Bedrock guardrail that checks the request and the answer.
/// https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails.html
struct GuardrailConfig {
  std::string identifier = {};  ///< Its id or ARN.
  std::string version = {};     ///< A number, or "DRAFT".
  std::string trace = {};       ///< "ENABLED", "DISABLED" or "ENABLED_FULL"; empty: not sent.
};

/// Options that only Bedrock has. On other platforms a call that sets any of them fails with bad_request
/// before it is sent.
struct BedrockOptions {
  std::optional<GuardrailConfig> guardrail = {};
  std::string service_tier = {};         ///< "default", "priority", "flex" or "reserved"; empty: not sent.
  std::string performance_latency = {};  ///< "standard" or "optimized"; empty: not sent.
  /// Names and values that Bedrock writes to its invocation log, to filter by: 16 at most, each text of 256
  /// ASCII characters at most. Without that log they have no effect; they are never on the bill.
  std::vector<NameAndValue> request_metadata = {};
};

}  // namespace anthropic::inline v0
