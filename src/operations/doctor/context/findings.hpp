#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <anthropic/operations/doctor.hpp>

namespace anthropic::internal {

// What a step says; its name and duration are filled in by who runs it.

operations::DiagnosisStep step_ok(std::string found, std::string source = {});
operations::DiagnosisStep step_warning(std::string found, std::string fix, std::string source = {});
/// With the error's hint as the fix, else `fix_without_hint`.
operations::DiagnosisStep step_failed(const Error& error, const std::string& fix_without_hint = {});
operations::DiagnosisStep step_failed(ErrorKind kind, std::string found, std::string fix,
                                      std::string source = {});
operations::DiagnosisStep step_skipped(std::string found);

}  // namespace anthropic::internal
