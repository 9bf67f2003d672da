#pragma once

#include <string>
#include <variant>
#include <vector>

#include <anthropic/json.hpp>
#include <anthropic/model_catalog.hpp>

#include "local/guardrails/guarded_call.hpp"
#include "local/server/refusal.hpp"

namespace anthropic::internal::local {

/// A request of Converse or ConverseStream.
struct ConverseRequest {
  Json body = {};          ///< What the model is asked: a valid body of InvokeModel.
  Json performance = {};   ///< performanceConfig, which an answer repeats; null if there is none.
  Json service_tier = {};  ///< serviceTier, likewise.
  std::vector<std::string> field_paths = {};  ///< additionalModelResponseFieldPaths
  GuardedCall guard = {};                     ///< It has looked at the request.
};

/// Where a request comes to, as far as guardrails go.
struct GuardrailContext {
  const Guardrails& guardrails;
  bool is_streamed = false;
  std::string region = {};
};

/// Reads the body of a request, or says why Bedrock, or the model behind it, refuses it.
std::variant<ConverseRequest, Refusal> read_converse_request(const Json& request, const ModelInfo& model,
                                                             const GuardrailContext& context = {
                                                                 Guardrails()});

/// A refusal of the model's, as Bedrock passes it on.
Refusal by_the_model(Refusal refusal);

/// What of a request is about the model's input: what CountTokens counts.
std::variant<ConverseRequest, Refusal> read_converse_input(const Json& request, const ModelInfo& model);

/// Whether a request, which need not be valid, names a guardrail.
bool names_guardrail(const Json& request);

}  // namespace anthropic::internal::local
