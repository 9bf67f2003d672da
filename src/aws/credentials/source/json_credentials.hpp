#pragma once

#include <string_view>

#include <anthropic/aws/credentials.hpp>
#include <anthropic/json.hpp>
#include <anthropic/result.hpp>

#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// How a source spells the members of its credentials.
struct JsonNames {
  std::string_view access_key_id;
  std::string_view secret_access_key;
  std::string_view session_token;
  std::string_view expiration;  ///< in ISO 8601
  std::string_view account_id;
};

/// Reads them. Both keys must be there; the rest may be absent, but an expiration that is no time is an
/// error. Errors are of kind `credentials` and never quote a value.
Result<Credentials> credentials_in(const Json& json, const JsonNames& names);

/// What ECS, EKS and EC2 answer: {"AccessKeyId", "SecretAccessKey", "Token", "Expiration", "AccountId"}. A
/// `Code` other than "Success" is an error that names it.
Result<Credentials> credentials_in_answer(std::string_view body);

}  // namespace anthropic::internal::aws
