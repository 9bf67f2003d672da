#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <anthropic/aws/session.hpp>
#include <anthropic/string_list.hpp>

namespace anthropic::aws {

class ServiceClient;

/// A condition key of the request to simulate.
struct ContextEntry {
  std::string context_key_name = {};  ///< "aws:SourceVpce"
  StringList context_key_values = {};
  std::string context_key_type = "string";  ///< "numeric", "boolean", "ip", "date", "stringList" …
};

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
struct SimulatePrincipalPolicyInput {
  std::string policy_source_arn = {};  ///< of a user, group or role
  StringList action_names = {};        ///< "bedrock:InvokeModel"; at least one
  StringList resource_arns = {};       ///< else "*"
  StringList policy_input_list = {};   ///< policies (JSON) to try beside its own
  std::optional<std::string> resource_policy = {};
  std::optional<std::string> caller_arn = {};
  std::vector<ContextEntry> context_entries = {};
  std::optional<std::string> marker = {};
  std::optional<int> max_items = {};  ///< 1 to 1,000
};

struct MatchedStatement {
  std::string source_policy_id = {};
  std::string source_policy_type = {};
};

struct EvaluationResult {
  std::string eval_action_name = {};
  std::string eval_resource_name = {};
  std::string eval_decision = {};  ///< "allowed", "explicitDeny" or "implicitDeny"
  std::vector<MatchedStatement> matched_statements = {};
  std::vector<std::string> missing_context_values = {};
  /// Whether the organization's policies, and the permissions boundary, allow it; absent if there are none.
  std::optional<bool> allowed_by_organizations = {};
  std::optional<bool> allowed_by_permissions_boundary = {};
};

struct SimulatePrincipalPolicyOutput {
  std::vector<EvaluationResult> evaluation_results = {};
  bool is_truncated = false;
  std::optional<std::string> marker = {};  ///< for the next page
};

/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html
struct GetRoleInput {
  std::string role_name = {};  ///< not its ARN
};

struct IamRole {
  std::string path = {};
  std::string role_name = {};
  std::string role_id = {};
  std::string arn = {};
  std::optional<std::chrono::system_clock::time_point> create_date = {};
  std::string assume_role_policy_document = {};  ///< JSON, decoded
  std::optional<std::string> description = {};
  std::optional<int> max_session_duration = {};  ///< seconds
  std::optional<std::string> permissions_boundary_arn = {};
  std::map<std::string, std::string> tags = {};
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
  // Moving copies, so that no handle is ever empty.
  IAM(const IAM&) = default;
  IAM& operator=(const IAM&) = default;

  /// One page. What resource policies elsewhere and conditions on the real request do, it cannot know.
  Result<SimulatePrincipalPolicyOutput> simulate_principal_policy(const SimulatePrincipalPolicyInput& input,
                                                                  const CallOptions& options = {}) const;
  Result<IamRole> get_role(const GetRoleInput& input, const CallOptions& options = {}) const;

 private:
  std::shared_ptr<const ServiceClient> client_;
};

}  // namespace anthropic::aws
