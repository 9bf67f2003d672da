#pragma once

#include <string>

#include "base/public_names.hpp"
#include "wire/profile/profile_file.hpp"

namespace anthropic::internal::aws {

/// What a profile says about IAM Identity Center.
struct SsoConfig {
  std::string session = {};  ///< the [sso-session]'s name; empty for the older form, all in the profile
  std::string region;
  std::string start_url;
  std::string account_id = {};  ///< with `role_name`; both empty where only a token is wanted
  std::string role_name = {};
};

/// Whether it says anything.
bool has_sso(const profile_file::Properties& profile);
/// Errors, of kind `credentials`, name the profile and the key.
Result<SsoConfig> sso_config_of(const std::string& name, const profile_file::Properties& profile,
                                const profile_file::ProfileSet& files);

}  // namespace anthropic::internal::aws
