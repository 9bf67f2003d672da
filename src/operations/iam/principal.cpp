#include "operations/iam/principal.hpp"

#include <string_view>

#include "base/errors.hpp"
#include "base/text/text.hpp"
#include "operations/iam/routes.hpp"
#include "wire/aws/arn.hpp"

namespace anthropic::internal {
namespace {

// The name of a role that IAM Identity Center makes begins with this, and its path with the other.
constexpr std::string_view kSsoName = "AWSReservedSSO_";
constexpr std::string_view kSsoPath = "aws-reserved/sso.amazonaws.com/";

std::string guessed_role_arn(const std::string& session_arn, const std::string& name) {
  const std::string partition = session_arn.substr(4, session_arn.find(':', 4) - 4);
  return "arn:" + partition + ":iam::" + std::string(account_of_arn(session_arn)) + ":role/" +
         (name.starts_with(kSsoName) ? std::string(kSsoPath) : "") + name;
}

}  // namespace

Result<Principal> find_principal(const aws::IAM& iam, const std::string& arn,
                                 const aws::CallOptions& options) {
  constexpr std::string_view kSession = ":assumed-role/";
  constexpr std::string_view kNameOrThis =
      "Name the user or role whose permissions count (principal_arn, `--principal`).";
  for (const std::string_view kind : {":user/", ":group/", ":role/"}) {
    if (arn.find(kind) != std::string::npos) return Principal{.arn = arn};
  }
  if (arn.ends_with(":root"))
    return bad_request_error("the root user cannot be simulated: no policy of its account limits it",
                             std::string(kNameOrThis));
  const std::size_t session = arn.find(kSession);
  if (!arn.starts_with("arn:") || session == std::string::npos)
    return bad_request_error("IAM cannot simulate " + in_quotes(arn), std::string(kNameOrThis));

  const std::size_t begin = session + kSession.size();
  const std::string name = arn.substr(begin, arn.find('/', begin) - begin);
  const Result<aws::GetRoleOutput> role = iam.get_role({.role_name = name}, options);
  if (role) return Principal{.arn = role->role.arn};
  if (role.error().kind != ErrorKind::permission_denied) return role.error();
  const std::string guess = guessed_role_arn(arn, name);
  return Principal{.arn = guess,
                   .note = "iam:GetRole is not allowed, so the role is taken for " + guess +
                           ": if it has another path, name it (principal_arn, `--principal`)."};
}

}  // namespace anthropic::internal
