#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <anthropic/aws/credentials.hpp>
#include <anthropic/result.hpp>

#include "wire/aws/query_protocol.hpp"
#include "wire/aws/xml.hpp"

// What STS is asked and what it answers, as far as credentials go.
// https://docs.aws.amazon.com/STS/latest/APIReference/

namespace anthropic::sts {

constexpr std::string_view api_version = "2011-06-15";

struct AssumeRole {
  std::string role_arn;
  std::string role_session_name;
  std::optional<int> duration_seconds = {};
  std::string external_id = {};
  std::string serial_number = {};  ///< of an MFA device, with `token_code`
  std::string token_code = {};
};

struct AssumeRoleWithWebIdentity {
  std::string role_arn;
  std::string role_session_name;
  std::string web_identity_token;
};

/// The form bodies.
std::string body_of(const AssumeRole& call);
std::string body_of(const AssumeRoleWithWebIdentity& call);

/// The `Credentials` in a result element (`AssumeRoleResult`), with the account of its `AssumedRoleUser`.
/// Fails with response_validation if a key or the expiration is missing; never quotes the answer.
Result<aws::Credentials> credentials_of(const Xml& result);
/// The same of a whole answer.
Result<aws::Credentials> credentials_of_answer(std::string_view document);

/// The account within an ARN; empty if it is none.
std::string account_of_arn(std::string_view arn);

}  // namespace anthropic::sts
