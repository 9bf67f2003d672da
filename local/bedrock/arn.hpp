#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/crypto/random.hpp"

namespace anthropic::internal::local {

/// The account that everything of Bedrock here belongs to.
inline constexpr std::string_view kAccount = "123456789012";

/// arn:aws:SERVICE:REGION:ACCOUNT:KIND/NAME
struct Arn {
  std::string_view service, region, account, kind, name;
};

/// Nothing if the text is no ARN, or one of another form.
std::optional<Arn> parse_arn(std::string_view text);

/// The ARN of something of the account in Bedrock: of a "guardrail" and "abc123".
std::string bedrock_arn(std::string_view region, std::string_view kind, std::string_view name);

/// An id as Bedrock makes them: twelve small letters and digits.
std::string resource_id(Random& random);

}  // namespace anthropic::internal::local
