#pragma once

#include <map>
#include <string>
#include <vector>

#include <anthropic/operations/iam_policy.hpp>

#include "base/public_names.hpp"
#include "operations/iam/routes.hpp"

namespace anthropic::internal {

/// aws:RequestedRegion of a request for the model behind a global profile, which has no region.
inline constexpr const char* kUnspecifiedRegion = "unspecified";

using PolicyConditions = std::map<std::string, std::map<std::string, StringList>>;

/// Something that must be allowed, for one way of calling: a policy joins those of one name to a statement,
/// check_permissions() asks for each.
struct Grant {
  std::string sid = {};
  StringList actions = {};
  StringList resources = {};
  PolicyConditions conditions = {};  ///< Each with the one value that the requests have.
  std::string region = {};           ///< Where the requests go that name no region in their resource.
  std::string profile_arn = {};      ///< What they name as the model, if it is an inference profile.
};

/// What is needed, worked out.
struct NeededGrants {
  std::vector<ModelRoute> routes = {};
  std::map<std::string, operations::ProfileDestinations> destinations = {};  ///< By the profile's ARN.
  std::vector<Grant> grants = {};      ///< In the order of a policy's statements.
  std::vector<Grant> batch_role = {};  ///< For the role that Bedrock assumes.
  StringList guardrail_arns = {};      ///< As bedrock:GuardrailIdentifier has them.
  StringList notes = {};
};

Result<NeededGrants> find_grants(const operations::PolicyNeeds& needs,
                                 const std::vector<operations::ProfileDestinations>& destinations);

/// The guardrail of requests from a region, as bedrock:GuardrailIdentifier has it; empty if none is needed.
std::string guardrail_arn(const operations::PolicyNeeds& needs, std::string_view region);

}  // namespace anthropic::internal
