#include "aws/credentials/sign_in/sso_config.hpp"

#include "base/text/shell_word.hpp"
#include "wire/profile/profile_places.hpp"

namespace anthropic::internal::aws {
namespace {

using profile_file::value_of;

Error wrong_sso_profile(const std::string& profile, const std::string& what) {
  return Error{.kind = ErrorKind::credentials,
               .message = "the profile \"" + profile + "\" " + what,
               .hint = "Write the profile anew: aws configure sso --profile " + shell_word(profile)};
}

// A value of the session that the profile may repeat, but not change.
Result<std::string> from_session(const std::string& name, const profile_file::Properties& profile,
                                 const std::string& session_name, const profile_file::Properties& session,
                                 std::string_view key) {
  const std::string in_session = value_of(session, key);
  const std::string in_profile = value_of(profile, key);
  if (in_session.empty()) {
    return wrong_sso_profile(name,
                             "uses [sso-session " + session_name + "], which has no " + std::string(key));
  }
  if (!in_profile.empty() && in_profile != in_session) {
    return wrong_sso_profile(
        name, "has another " + std::string(key) + " than its [sso-session " + session_name + "]");
  }
  return in_session;
}

}  // namespace

bool has_sso(const profile_file::Properties& profile) {
  for (const char* key : {"sso_session", "sso_start_url", "sso_account_id", "sso_role_name"}) {
    if (!value_of(profile, key).empty()) return true;
  }
  return false;
}

Result<SsoConfig> sso_config_of(const std::string& name, const profile_file::Properties& profile,
                                const profile_file::ProfileSet& files) {
  SsoConfig config{.session = value_of(profile, "sso_session"),
                   .region = value_of(profile, "sso_region"),
                   .start_url = value_of(profile, "sso_start_url"),
                   .account_id = value_of(profile, "sso_account_id"),
                   .role_name = value_of(profile, "sso_role_name")};
  if (config.account_id.empty() != config.role_name.empty()) {
    return wrong_sso_profile(name, config.role_name.empty() ? "has sso_account_id, but no sso_role_name"
                                                            : "has sso_role_name, but no sso_account_id");
  }
  if (config.session.empty()) {
    if (config.start_url.empty()) return wrong_sso_profile(name, "has neither sso_session nor sso_start_url");
    if (config.region.empty()) return wrong_sso_profile(name, "has sso_start_url, but no sso_region");
    if (config.role_name.empty()) {
      return wrong_sso_profile(name, "has sso_start_url, but neither sso_account_id nor sso_role_name");
    }
    return config;
  }
  const auto session = files.sso_sessions.find(config.session);
  if (session == files.sso_sessions.end()) {
    const std::string ignored =
        ignored_sections(files, profile_file::SectionName::Kind::sso_session, config.session);
    Error error =
        wrong_sso_profile(name, "names [sso-session " + config.session + "], which does not exist" + ignored);
    if (!ignored.empty()) error.hint = "Change that section as the message says.";
    return error;
  }
  auto region = from_session(name, profile, config.session, session->second, "sso_region");
  if (!region) return std::move(region).error();
  auto start_url = from_session(name, profile, config.session, session->second, "sso_start_url");
  if (!start_url) return std::move(start_url).error();
  config.region = *std::move(region);
  config.start_url = *std::move(start_url);
  return config;
}

}  // namespace anthropic::internal::aws
