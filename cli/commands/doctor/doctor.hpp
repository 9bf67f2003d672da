#pragma once

#include <stop_token>
#include <string>

#include <anthropic/operations/doctor.hpp>

#include "arguments/command.hpp"
#include "connection/connection_options.hpp"

namespace anthropic::internal::cli {

struct DoctorOptions {
  AwsOptions aws = {};
  std::string platform = "bedrock";  ///< "bedrock", "bedrock-messages" or "mantle"
  std::string model = {};            ///< Empty: CLAUDE_BEDROCK_MODEL, else "haiku".
  std::string guardrail = {};        ///< "ID:VERSION"
  bool no_invoke = false;
  bool json = false;
};

/// What a diagnosis is told of these options.
operations::DiagnoseOptions diagnose_options(const DoctorOptions& options, std::stop_token stop);

/// Says of each thing that a call to Claude on Bedrock needs whether it is there. Returns the exit code: that of
/// the first failure.
int run_doctor(const DoctorOptions& options, Console& console);

Command doctor_command();

}  // namespace anthropic::internal::cli
