#include "local/checks/service_tier.hpp"

#include <string>

#include "base/text/header_lookup.hpp"

namespace anthropic::internal::local {

// The words: NousResearch/hermes-agent PR 34476, which asked Converse in 2026. The values: AWS's model of the API.
// Whether a model has a tier, its card says; how Bedrock refuses one that it lacks nobody has reported.
Checked check_service_tier(std::string_view tier) {
  if (tier == "default" || tier == "flex" || tier == "priority") return std::nullopt;
  if (tier == "reserved") return refuse_input("Reservation not found.");
  return refuse_input("service tier provided is invalid");
}

Checked check_setting_headers(const Headers& headers) {
  if (const std::string* tier = find_header(headers, "x-amzn-bedrock-service-tier")) {
    if (auto refusal = check_service_tier(*tier)) return refusal;
  }
  const std::string* latency = find_header(headers, "x-amzn-bedrock-performanceconfig-latency");
  if (!latency || *latency == "standard" || *latency == "optimized") return std::nullopt;
  return refuse_input(
      "1 validation error detected: Value '" + *latency +
      "' at 'performanceConfigLatency' failed to satisfy constraint: Member must satisfy enum "
      "value set: [optimized, standard]");
}

}  // namespace anthropic::internal::local
