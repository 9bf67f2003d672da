#include "operations/doctor/context/findings.hpp"

#include <utility>

namespace anthropic::internal {

using operations::DiagnosisStep;
using operations::StepState;

DiagnosisStep step_ok(std::string found, std::string source) {
  return {.found = std::move(found), .source = std::move(source)};
}

DiagnosisStep step_warning(std::string found, std::string fix, std::string source) {
  return {.state = StepState::warning,
          .found = std::move(found),
          .source = std::move(source),
          .fix = std::move(fix)};
}

DiagnosisStep step_failed(const Error& error, const std::string& fix_without_hint) {
  return step_failed(error.kind, error.to_string(), error.hint.empty() ? fix_without_hint : error.hint);
}

DiagnosisStep step_failed(ErrorKind kind, std::string found, std::string fix, std::string source) {
  return {.state = StepState::failed,
          .found = std::move(found),
          .source = std::move(source),
          .fix = std::move(fix),
          .kind = kind};
}

DiagnosisStep step_skipped(std::string found) {
  return {.state = StepState::skipped, .found = std::move(found)};
}

}  // namespace anthropic::internal
