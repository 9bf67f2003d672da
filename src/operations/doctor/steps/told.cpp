#include "operations/doctor/steps/told.hpp"

#include <string>
#include <utility>

#include "operations/doctor/context/findings.hpp"
#include "operations/doctor/context/private_network.hpp"

namespace anthropic::internal {

operations::DiagnosisStep step_not_told(const DoctorContext& context, Error error, std::string_view action) {
  if (error.kind == ErrorKind::permission_denied)
    return step_skipped("not allowed to ask: that needs " + std::string(action));
  if (error.kind == ErrorKind::connection || error.kind == ErrorKind::timeout) {
    return step_warning(
        "not told: " + error.message,
        "Claude can be called without it. In a VPC without the internet it needs an interface "
        "endpoint for " +
            interface_service_name("bedrock", context.region) + ".");
  }
  return step_failed(context.with_hint(std::move(error), action));
}

}  // namespace anthropic::internal
