#pragma once

#include <stop_token>

#include "operations/doctor/context/context.hpp"

// The steps, in the order in which a request meets them.

namespace anthropic::internal {

using operations::DiagnosisStep;

// setup.cpp
DiagnosisStep look_at_files(DoctorContext& context);
DiagnosisStep look_at_credentials(DoctorContext& context, std::stop_token stop);
DiagnosisStep look_at_region(DoctorContext& context, std::stop_token stop);

// endpoint.cpp
DiagnosisStep look_at_endpoint(DoctorContext& context);
DiagnosisStep look_at_proxy(DoctorContext& context);
DiagnosisStep look_at_certificates(DoctorContext& context);

// network.cpp
DiagnosisStep look_at_name(DoctorContext& context);
DiagnosisStep look_at_tcp(DoctorContext& context, std::stop_token stop);
DiagnosisStep look_at_tunnel(DoctorContext& context, std::stop_token stop);
DiagnosisStep look_at_tls(DoctorContext& context);
DiagnosisStep look_at_clock(DoctorContext& context);
DiagnosisStep look_at_keep_alive(DoctorContext& context);

// model.cpp
DiagnosisStep look_at_model(DoctorContext& context);
DiagnosisStep look_at_life_cycle(DoctorContext& context, std::stop_token stop);
DiagnosisStep look_at_profile(DoctorContext& context, std::stop_token stop);

// account.cpp
DiagnosisStep look_at_identity(DoctorContext& context, std::stop_token stop);
DiagnosisStep look_at_agreement(DoctorContext& context, std::stop_token stop);
DiagnosisStep look_at_use_case(DoctorContext& context, std::stop_token stop);
DiagnosisStep look_at_retention(DoctorContext& context, std::stop_token stop);
DiagnosisStep look_at_logging(DoctorContext& context, std::stop_token stop);

// quotas.cpp
DiagnosisStep look_at_quotas(DoctorContext& context, std::stop_token stop);

// calls.cpp
DiagnosisStep call_model(DoctorContext& context, std::stop_token stop);
DiagnosisStep count_tokens(DoctorContext& context, std::stop_token stop);
DiagnosisStep call_with_guardrail(DoctorContext& context, std::stop_token stop);

}  // namespace anthropic::internal
