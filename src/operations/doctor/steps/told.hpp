#pragma once

#include <string_view>

#include "operations/doctor/context/context.hpp"

namespace anthropic::internal {

/// What a step says whose question to Bedrock's control plane was not answered. That is no failure of the
/// request's way unless the answer says so: many may call a model and not ask about it, and in a private network
/// the control plane may be out of reach.
operations::DiagnosisStep step_not_told(const DoctorContext& context, Error error, std::string_view action);

}  // namespace anthropic::internal
