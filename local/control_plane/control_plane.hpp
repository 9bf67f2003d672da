#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <anthropic/json.hpp>
#include <anthropic/model_catalog.hpp>

#include "base/crypto/random.hpp"
#include "base/time/clock.hpp"
#include "local/bedrock/route.hpp"
#include "local/control_plane/account.hpp"
#include "local/control_plane/inference_profiles.hpp"
#include "local/control_plane/resource_tags.hpp"
#include "local/guardrails/guardrail.hpp"
#include "local/server/refusal.hpp"

namespace anthropic::internal::local {

struct ControlPlaneSettings {
  std::string region;
  std::function<SystemTime()> now;
  std::shared_ptr<Random> random;
  const Guardrails* guardrails;  ///< not null
  /// The tags that a batch job was made with; nothing if there is no such job.
  ResourceTags::TagsMadeWith job_tags;
};

/// What Bedrock's control plane tells of models, inference profiles, guardrails and the account, and lets one change of
/// them. Thread-safe.
class ControlPlane {
 public:
  explicit ControlPlane(ControlPlaneSettings settings);

  std::variant<Json, Refusal> answer(const Route& route, std::string_view body, const Faults& faults);

  Account& account() { return account_; }
  const InferenceProfiles& profiles() const { return profiles_; }

 private:
  std::optional<Json> tags_made_with(std::string_view arn) const;

  const ControlPlaneSettings settings_;
  const SystemTime started_;
  Account account_;
  InferenceProfiles profiles_;
  ResourceTags tags_;
};

/// The status of an operation that has succeeded: 200, or 201 or 202 where AWS's model of the service has it.
int success_status(Operation operation);

/// arn:aws:bedrock:REGION::foundation-model/ID
std::string model_arn(const ModelInfo& model, std::string_view region);

}  // namespace anthropic::internal::local
