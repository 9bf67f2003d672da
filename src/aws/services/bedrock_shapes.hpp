#pragma once

#include <anthropic/aws/bedrock_control.hpp>
#include <anthropic/json.hpp>

#include "base/public_names.hpp"

// How the control plane's shapes are read and written.

namespace anthropic::internal::aws {

FoundationModel foundation_model_in(const Json& json);
InferenceProfile inference_profile_in(const Json& json);

ModelInvocationJob invocation_job_in(const Json& json);
Json job_request(const CreateModelInvocationJobInput& input, const std::string& token);

ModelInvocationLoggingConfig logging_config_in(const Json& json);
Json logging_config_json(const ModelInvocationLoggingConfig& config);

GetFoundationModelAvailabilityOutput model_availability_in(const Json& json);

}  // namespace anthropic::internal::aws
