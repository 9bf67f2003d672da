#include "aws/credentials/source.hpp"

#include <algorithm>

namespace anthropic::aws {

bool fits_in_a_header(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

std::optional<std::string> problem_with(std::string_view value, std::string_view name) {
  if (fits_in_a_header(value)) return std::nullopt;
  const bool has_break = value.find_first_of("\r\n") != std::string_view::npos;
  return std::string(name) +
         (has_break ? " holds a line break" : " holds white space or another character that cannot be in it");
}

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

  if (auto problem = problem_with(credentials.access_key_id, names.access_key_id)) return problem;
  if (auto problem = problem_with(credentials.secret_access_key, names.secret_access_key)) return problem;
  return problem_with(credentials.session_token, names.session_token);
}

}  // namespace anthropic::aws
