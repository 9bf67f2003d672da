#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <map>
#include <string>
#include <vector>

#include <anthropic/aws/iam.hpp>
#include <anthropic/aws/session.hpp>
#include <anthropic/operations/iam_policy.hpp>
#include <anthropic/result.hpp>
#include <anthropic/string_list.hpp>

namespace anthropic::inline v0::operations {

/// Whose permissions are asked about, and what the requests would look like.
struct CheckOptions {
  /// The ARN of a user, group or role, or of a role's session; else who the session's credentials belong to.
  std::string principal_arn = {};
  StringList policies = {};  ///< Policies (JSON) to try beside its own, for example one of iam_policy().
  /// Context keys that its policies ask for beside those that are filled in ("aws:SourceVpce").
  std::vector<aws::IamContextEntry> context = {};
  aws::ClientOptions client = {};  ///< Of all services that are asked.
  aws::CallOptions call = {};      ///< For each call.
};

/// Whether one action on one resource is allowed.
struct PermissionCheck {
  std::string action = {};    ///< "bedrock:InvokeModel"
  std::string resource = {};  ///< An ARN, or "*".
  /// What else was said of the request, by key: {"aws:RequestedRegion": ["us-east-2"]}.
  std::map<std::string, StringList> context = {};
  bool allowed = false;
  std::string decision = {};  ///< AWS's: "allowed", "explicitDeny" or "implicitDeny".
  std::string reason = {};    ///< What denies it, in words; empty if it is allowed.
  StringList policies = {};   ///< The policies whose statements decided.
  /// Keys that the policies ask for and that the request had no value for: with them the decision may differ.
  StringList missing_context = {};
};

struct PermissionReport {
  std::string caller_arn = {};     ///< As AWS STS names it, or as it was given.
  std::string principal_arn = {};  ///< The user or role whose policies count.
  std::vector<PermissionCheck> checks = {};
  StringList notes = {};  ///< What the simulation does not see; a sentence each.

  bool all_allowed() const;
};

/// Asks IAM (SimulatePrincipalPolicy) for everything that is needed, with every context key filled in that
/// such a request has: aws:RequestedRegion, which is "unspecified" for the model behind a global profile,
/// bedrock:InferenceProfileArn, bedrock:GuardrailIdentifier and the others that iam_policy() writes. Nothing
/// else is done: no model is called.
///
/// The role of an assumed role's session is found with GetRole, since its path is not in the session's ARN.
/// The root user cannot be asked about: ErrorKind::bad_request. An empty `needs.account` means the caller's.
/// `destinations` are those of find_destinations(). Needs sts:GetCallerIdentity (always allowed), iam:GetRole and
/// iam:SimulatePrincipalPolicy.
Result<PermissionReport> check_permissions(const aws::Session& session, PolicyNeeds needs,
                                           const std::vector<ProfileDestinations>& destinations = {},
                                           const CheckOptions& options = {});

}  // namespace anthropic::inline v0::operations
