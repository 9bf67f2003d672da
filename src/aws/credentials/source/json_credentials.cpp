#include "aws/credentials/source/json_credentials.hpp"

#include "aws/credentials/source/source.hpp"
#include "base/time/time_format.hpp"

namespace anthropic::internal::aws {
namespace {

Error wrong(std::string message) {
  return Error{.kind = ErrorKind::credentials, .message = std::move(message)};
}

bool is_a_code(std::string_view text) {
  if (text.empty() || text.size() > 64) return false;
  for (const char c : text) {
    if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z')) return false;
  }
  return true;
}

}  // namespace

Result<Credentials> credentials_in(const Json& json, const JsonNames& names) {
  Credentials credentials{.access_key_id = json[names.access_key_id].string_or(""),
                          .secret_access_key = json[names.secret_access_key].string_or(""),
                          .session_token = json[names.session_token].string_or(""),
                          .account_id = json[names.account_id].string_or("")};
  const KeyNames keys{names.access_key_id, names.secret_access_key, names.session_token};
  if (auto problem = problem_with(credentials, keys)) return wrong(*std::move(problem));
  const Json& expiration = json[names.expiration];
  if (expiration.is_null()) return credentials;
  credentials.expiration = parse_expiration(expiration.as_string().value_or(""));
  if (!credentials.expiration) {
    return wrong(std::string(names.expiration) +
                 " is not a time in ISO 8601 with its zone, such as 2027-01-31T12:00:00Z");
  }
  return credentials;
}

Result<Credentials> credentials_in_answer(std::string_view body) {
  const auto json = Json::parse(body);
  if (!json || !json->is_object()) return wrong("the answer is not a JSON object");
  const auto code = (*json)["Code"].as_string();
  if (code && *code != "Success") {
    return wrong("the answer's code is " + (is_a_code(*code) ? std::string(*code) : "not \"Success\""));
  }
  return credentials_in(*json, {"AccessKeyId", "SecretAccessKey", "Token", "Expiration", "AccountId"});
}

}  // namespace anthropic::internal::aws
