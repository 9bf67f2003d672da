#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <anthropic/aws/credentials.hpp>
#include <anthropic/aws/session.hpp>
#include <anthropic/string_list.hpp>

namespace anthropic::internal::aws {
class ServiceClient;
}

namespace anthropic::inline v0::aws {

/// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
struct AssumeRoleInput {
  std::string role_arn = {};
  std::string role_session_name = {};        ///< 2 to 64 characters: letters, digits and _+=,.@-.
  std::optional<int> duration_seconds = {};  ///< 900 to 43,200; else 3,600.
  std::optional<std::string> external_id = {};
  std::optional<std::string> serial_number = {};  ///< Of an MFA device, with `token_code`.
  std::optional<std::string> token_code = {};     ///< Six digits.
  std::optional<std::string> policy = {};         ///< JSON: the session may do no more than this.
  StringList policy_arns = {};
  std::map<std::string, std::string> tags = {};  ///< At most 50.
  StringList transitive_tag_keys = {};
  std::optional<std::string> source_identity = {};
};

struct AssumedRoleUser {
  std::string assumed_role_id = {};
  std::string arn = {};
};

struct AssumeRoleOutput {
  Credentials credentials = {};  ///< With `expiration`; never print them.
  AssumedRoleUser assumed_role_user = {};
  std::optional<int> packed_policy_size = {};  ///< Percentage of the allowed size of a session's policies.
  std::optional<std::string> source_identity = {};
};

/// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
struct AssumeRoleWithWebIdentityInput {
  std::string role_arn = {};
  std::string role_session_name = {};   ///< As AssumeRoleInput's.
  std::string web_identity_token = {};  ///< 4 to 20,000 characters; never printed.
  std::optional<std::string> provider_id = {};
  std::optional<int> duration_seconds = {};  ///< 900 to 43,200; else 3,600.
  std::optional<std::string> policy = {};
  StringList policy_arns = {};
};

struct AssumeRoleWithWebIdentityOutput {
  Credentials credentials = {};
  AssumedRoleUser assumed_role_user = {};
  std::optional<std::string> subject_from_web_identity_token = {};
  std::optional<std::string> audience = {};
  std::optional<std::string> provider = {};
  std::optional<int> packed_policy_size = {};
  std::optional<std::string> source_identity = {};
};

/// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
struct GetCallerIdentityOutput {
  std::string account = {};  ///< 12 digits.
  std::string arn = {};
  std::string user_id = {};
};

/// AWS Security Token Service, at the region's own endpoint. A handle: copies share the session. Thread-safe.
/// Constructing does no I/O.
///
///     aws::STS sts(session);
///     std::cout << sts.get_caller_identity()->arn;
///
/// To work as a role, put it into a profile (`role_arn`): then it is assumed again before it expires.
/// https://docs.aws.amazon.com/STS/latest/APIReference/
class STS {
 public:
  explicit STS(Session session = Session(), ClientOptions options = {});
  // Moving copies, so no handle is ever empty.
  STS(const STS&) = default;
  STS& operator=(const STS&) = default;

  Result<AssumeRoleOutput> assume_role(const AssumeRoleInput& input, const CallOptions& options = {}) const;
  /// Not signed: it needs no credentials.
  Result<AssumeRoleWithWebIdentityOutput> assume_role_with_web_identity(
      const AssumeRoleWithWebIdentityInput& input, const CallOptions& options = {}) const;
  /// Who this session's credentials belong to. AWS always allows this call.
  Result<GetCallerIdentityOutput> get_caller_identity(const CallOptions& options = {}) const;

 private:
  std::shared_ptr<const internal::aws::ServiceClient> client_;
};

}  // namespace anthropic::inline v0::aws
