#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <anthropic/aws/session.hpp>
#include <anthropic/page.hpp>
#include <anthropic/string_list.hpp>

namespace anthropic::internal::aws {
class ServiceClient;
}

namespace anthropic::inline v0::aws {

/// A condition key of the request to simulate.
struct IamContextEntry {
  std::string context_key_name = {};  ///< "aws:SourceVpce"
  StringList context_key_values = {};
  std::string context_key_type = "string";  ///< "numeric", "boolean", "ip", "date", "stringList" …
};

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
struct SimulatePrincipalPolicyInput {
  std::string policy_source_arn = {};  ///< Of a user, group or role.
  StringList action_names = {};        ///< "bedrock:InvokeModel"; at least one.
  StringList resource_arns = {};       ///< Else "*".
  StringList policy_input_list = {};   ///< Policies (JSON) to try beside its own.
  std::optional<std::string> resource_policy = {};
  std::optional<std::string> caller_arn = {};
  std::vector<IamContextEntry> context_entries = {};
  std::optional<std::string> marker = {};
  std::optional<int> max_items = {};  ///< 1 to 1,000.
};

struct IamMatchedStatement {
  std::string source_policy_id = {};
  std::string source_policy_type = {};
};

/// What is decided for one of several resources.
struct IamResourceSpecificResult {
  std::string eval_resource_name = {};
  std::string eval_resource_decision = {};  ///< "allowed", "explicitDeny" or "implicitDeny"
  std::vector<IamMatchedStatement> matched_statements = {};
  std::vector<std::string> missing_context_values = {};
  std::optional<bool> allowed_by_permissions_boundary = {};
};

/// What is decided for an action.
struct IamEvaluationResult {
  std::string eval_action_name = {};
  std::string eval_resource_name = {};
  std::string eval_decision =
      {};  ///< "allowed", "explicitDeny" or "implicitDeny"; for all resources together.
  std::vector<IamMatchedStatement> matched_statements = {};
  std::vector<std::string> missing_context_values = {};  ///< If no resource was named.
  /// For each resource that was named.
  std::vector<IamResourceSpecificResult> resource_specific_results = {};
  /// Whether the organization's policies, and the permissions boundary, allow it; absent if there are none.
  std::optional<bool> allowed_by_organizations = {};
  std::optional<bool> allowed_by_permissions_boundary = {};
};

struct SimulatePrincipalPolicyOutput {
  std::vector<IamEvaluationResult> evaluation_results = {};
  bool is_truncated = false;
  std::optional<std::string> marker = {};  ///< For the next page.
};

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
struct GetRoleInput {
  std::string role_name = {};  ///< Not its ARN.
};

struct IamRole {
  std::string path = {};
  std::string role_name = {};
  std::string role_id = {};
  std::string arn = {};
  std::optional<std::chrono::system_clock::time_point> create_date = {};
  std::string assume_role_policy_document = {};  ///< JSON, decoded.
  std::optional<std::string> description = {};
  std::optional<int> max_session_duration = {};  ///< Seconds.
  std::optional<std::string> permissions_boundary_arn = {};
  std::map<std::string, std::string> tags = {};
};

struct GetRoleOutput {
  IamRole role = {};
};

/// AWS Identity and Access Management. One endpoint serves every region. A handle: copies share the session.
/// Thread-safe. Constructing does no I/O.
///
///     aws::IAM iam(session);
///     auto may = iam.simulate_principal_policy({.policy_source_arn = role_arn,
///                                               .action_names = {"bedrock:InvokeModel"}});
///
/// A user or role that does not exist is ErrorKind::not_found.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/
class IAM {
 public:
  explicit IAM(Session session = Session(), ClientOptions options = {});
  // Moving copies, so no handle is ever empty.
  IAM(const IAM&) = default;
  IAM& operator=(const IAM&) = default;

  /// One page. It does not consider resource policies elsewhere and conditions on the real request.
  Result<SimulatePrincipalPolicyOutput> simulate_principal_policy(const SimulatePrincipalPolicyInput& input,
                                                                  const CallOptions& options = {}) const;
  /// The result for each action and resource, page after page. `options` count for each page.
  AllItems<IamEvaluationResult> simulate_principal_policy_all(const SimulatePrincipalPolicyInput& input,
                                                              const CallOptions& options = {}) const;
  Result<GetRoleOutput> get_role(const GetRoleInput& input, const CallOptions& options = {}) const;

 private:
  std::shared_ptr<const internal::aws::ServiceClient> client_;
};

}  // namespace anthropic::inline v0::aws
