#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include <anthropic/headers.hpp>
#include <anthropic/json.hpp>
#include <anthropic/model_catalog.hpp>

#include "local/checks/json_check.hpp"
#include "local/control_plane/inference_profiles.hpp"

namespace anthropic::internal::local {

/// Whose Messages endpoint is asked: they differ in ids of models and in what they take.
enum class ApiHost : std::uint8_t { anthropic, runtime, mantle };

/// The header anthropic-version: there must be one, and a known one.
Checked check_api_version(const Headers& headers);

/// The model that a body names, or why it cannot be asked.
std::variant<const ModelInfo*, Refusal> api_model(const Json& body, ApiHost host,
                                                  const InferenceProfiles& profiles);

/// Checks the body of POST …/messages, or, with `counting`, of …/messages/count_tokens.
Checked check_api_body(const Json& body, const ModelInfo& model, ApiHost host, const Headers& headers,
                       bool counting);

}  // namespace anthropic::internal::local
