#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <anthropic/message.hpp>
#include <anthropic/response_head.hpp>

namespace anthropic::inline v0 {

/// What Bedrock reports about an invocation beside Claude's answer. Members that it did not report are empty.
/// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
struct BedrockInvocation {
  /// "INTERVENED" if the guardrail blocked or masked something, "NONE" if it did not.
  std::string guardrail_action = {};
  /// What the guardrail found, if its trace was asked for.
  Json guardrail_trace = {};
  /// From the request's arrival at Bedrock to the answer's end, and to its first byte (of a stream).
  std::optional<std::chrono::milliseconds> latency = {};
  std::optional<std::chrono::milliseconds> first_byte_latency = {};
  /// As Bedrock counts, and bills.
  std::optional<std::int64_t> input_token_count = {};
  std::optional<std::int64_t> output_token_count = {};
  /// The tier or latency that served the call, which may differ from the requested one.
  std::string service_tier = {};
  std::string performance_latency = {};

  bool guardrail_intervened() const { return guardrail_action == "INTERVENED"; }
};

/// Reads it from an answer of AnthropicBedrock. Some of it comes in headers: get them with
/// RequestOptions::response_into.
///
///     anthropic::ResponseHead head;
///     auto message = client.messages.create(params, {.response_into = &head});
///     if (anthropic::bedrock_invocation(*message, head).guardrail_intervened()) …
BedrockInvocation bedrock_invocation(const Message& message, const ResponseHead& head = {});

}  // namespace anthropic::inline v0
