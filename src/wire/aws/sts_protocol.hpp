#pragma once

#include <string>
#include <string_view>

#include <anthropic/aws/credentials.hpp>
#include <anthropic/aws/sts.hpp>
#include <anthropic/result.hpp>

#include "base/public_names.hpp"
#include "wire/aws/query_protocol.hpp"
#include "wire/aws/xml.hpp"

// What STS is asked for credentials and what it answers.
// https://docs.aws.amazon.com/STS/latest/APIReference/

namespace anthropic::internal::sts {

QueryParams params_of(const aws::AssumeRoleInput& input);
QueryParams params_of(const aws::AssumeRoleWithWebIdentityInput& input);

/// The `Credentials` in a result element (`AssumeRoleResult`), with the account of its `AssumedRoleUser`.
/// Fails with response_validation if a key or the expiration is missing; never quotes the answer.
Result<aws::Credentials> credentials_of(const Xml& result);
/// The same of a whole answer.
Result<aws::Credentials> credentials_of_answer(std::string_view document);

}  // namespace anthropic::internal::sts
