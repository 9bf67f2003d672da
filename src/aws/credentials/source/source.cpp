#include "aws/credentials/source/source.hpp"

#include "base/text/text.hpp"

namespace anthropic::internal::aws {

std::optional<std::string> problem_with(const Credentials& credentials, const KeyNames& names) {
  const auto missing = [](std::string_view there, std::string_view absent) {
    return std::string(there) + " is set, but " + std::string(absent) + " is not";
  };
  if (credentials.access_key_id.empty()) {
    if (!credentials.secret_access_key.empty()) return missing(names.secret_access_key, names.access_key_id);
    if (!credentials.session_token.empty()) return missing(names.session_token, names.access_key_id);
    return std::string(names.access_key_id) + " and " + std::string(names.secret_access_key) + " are not set";
  }
  if (credentials.secret_access_key.empty()) return missing(names.access_key_id, names.secret_access_key);

  if (auto problem = problem_in_header(credentials.access_key_id, names.access_key_id)) return problem;
  if (auto problem = problem_in_header(credentials.secret_access_key, names.secret_access_key))
    return problem;
  return problem_in_header(credentials.session_token, names.session_token);
}

}  // namespace anthropic::internal::aws
