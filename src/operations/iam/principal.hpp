#pragma once

#include <string>

#include <anthropic/aws/iam.hpp>

#include "base/public_names.hpp"

namespace anthropic::internal {

/// Whose policies SimulatePrincipalPolicy can be asked about.
struct Principal {
  std::string arn = {};
  std::string note = {};  ///< What is uncertain about it; a sentence.
};

/// The user, group or role that an ARN of AWS STS or IAM means. That of a session of a role has lost the role's
/// path: IAM is asked for it, and if it refuses, the path is guessed.
Result<Principal> find_principal(const aws::IAM& iam, const std::string& arn,
                                 const aws::CallOptions& options);

}  // namespace anthropic::internal
