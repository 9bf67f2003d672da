#include "aws/credentials/profile/role_chain.hpp"

#include <algorithm>

#include "aws/credentials/profile/profile_keys.hpp"
#include "base/text/text.hpp"
#include "wire/profile/profile_places.hpp"

namespace anthropic::internal::aws {
namespace {

using profile_file::Properties;
using profile_file::SectionName;
using profile_file::value_of;

Error wrong(const std::string& profile, const std::string& what, std::string hint = {}) {
  if (hint.empty()) hint = profile_file::hint_to_correct(profile);
  return Error{.kind = ErrorKind::credentials,
               .message = "the profile \"" + profile + "\" " + what,
               .hint = std::move(hint)};
}

Result<NamedSource> named_source(const std::string& name, const std::string& source) {
  if (iequals(source, "Environment")) return NamedSource{NamedSource::Kind::environment};
  if (iequals(source, "EcsContainer")) return NamedSource{NamedSource::Kind::container};
  if (iequals(source, "Ec2InstanceMetadata")) return NamedSource{NamedSource::Kind::instance};
  return wrong(name, "has a credential_source that does not exist: \"" + source + "\"",
               "Use Environment, EcsContainer or Ec2InstanceMetadata.");
}

Result<RoleStep> role_of(const std::string& name, const Properties& profile) {
  RoleStep role{.profile = name,
                .role_arn = value_of(profile, "role_arn"),
                .role_session_name = value_of(profile, "role_session_name"),
                .external_id = value_of(profile, "external_id"),
                .mfa_serial = value_of(profile, "mfa_serial")};
  const std::string duration = value_of(profile, "duration_seconds");
  if (duration.empty()) return role;
  const auto seconds = parse_integer(duration);
  if (!seconds || *seconds < 900 || *seconds > 43200) {
    return wrong(name, "has a duration_seconds that is not a number from 900 to 43200");
  }
  role.duration_seconds = static_cast<int>(*seconds);
  return role;
}

/// What stands in the profile itself, roles apart; empty if nothing does.
Result<std::optional<BaseSource>> base_of(const profile_file::ProfileSet& files, const std::string& name,
                                          const Properties& profile) {
  const auto found = [](auto value) { return std::optional<BaseSource>(std::move(value)); };
  if (const std::string file = value_of(profile, "web_identity_token_file"); !file.empty()) {
    const std::string role = value_of(profile, "role_arn");
    if (role.empty()) return wrong(name, "has web_identity_token_file, but no role_arn");
    return found(WebIdentity{
        .role_arn = role, .role_session_name = value_of(profile, "role_session_name"), .token_file = file});
  }
  if (has_sso(profile)) {
    auto config = sso_config_of(name, profile, files);
    if (!config) return std::move(config).error();
    return found(*std::move(config));
  }
  if (const std::string session = value_of(profile, "login_session"); !session.empty()) {
    return found(LoginSessionName{session});
  }
  if (const std::string command = value_of(profile, "credential_process"); !command.empty()) {
    const profile_file::Entry* entry = profile_file::entry_of(files, name, "credential_process");
    return found(ProcessCommand{
        .command = command,
        .account_id = value_of(profile, "aws_account_id"),
        .cut_at = entry && entry->has_comment ? place_of(files, name, "credential_process") : ""});
  }
  if (!has_keys(profile)) return std::optional<BaseSource>();
  auto keys = keys_of(files, name, profile);
  if (!keys) return std::move(keys).error();
  return found(*std::move(keys));
}

/// Empty, for the usual one, where no section is ignored.
std::string hint_for(const std::string& ignored) {
  return ignored.empty() ? "" : "Change the section as the message says.";
}

Error loop(const std::vector<std::string>& visited, const std::string& name) {
  std::string way;
  for (const std::string& profile : visited) way += profile + " → ";
  return wrong(visited.front(), "leads back to itself through source_profile: " + way + name,
               "Let one of these profiles have credentials of its own.");
}

/// One walk along `source_profile`.
class Walk {
 public:
  explicit Walk(const profile_file::ProfileSet& files) : files_(files) {}

  Result<std::optional<RoleChain>> from(std::string name) {
    while (true) {
      const auto entry = files_.profiles.find(name);
      if (entry == files_.profiles.end()) {
        const std::string ignored = ignored_sections(files_, SectionName::Kind::profile, name);
        return wrong(visited_.back(),
                     "names the source_profile \"" + name + "\", which does not exist" + ignored,
                     hint_for(ignored));
      }
      const Properties& profile = entry->second;
      const bool is_source = !visited_.empty();
      // A profile may name itself, if it has keys to begin with.
      const bool is_itself = is_source && visited_.back() == name && has_keys(profile);
      if (!is_itself && std::find(visited_.begin(), visited_.end(), name) != visited_.end()) {
        return loop(visited_, name);
      }
      visited_.push_back(name);
      if (is_source && has_keys(profile)) {
        auto keys = keys_of(files_, name, profile);
        if (!keys) return std::move(keys).error();
        return finished(name, *std::move(keys));
      }
      auto next = step(name, profile);
      if (!next) return std::move(next).error();
      if (chain_.base_profile.empty() && !next->empty()) {
        name = *std::move(next);
        continue;
      }
      if (!chain_.base_profile.empty()) return finished(name, std::move(chain_.base));
      if (is_source) {
        const std::string ignored = ignored_sections(files_, SectionName::Kind::profile, name);
        return wrong(name,
                     "is the source_profile of \"" + visited_[visited_.size() - 2] +
                         "\" and holds no credentials" + ignored,
                     hint_for(ignored));
      }
      return std::optional<RoleChain>();
    }
  }

 private:
  /// The next profile; or, empty, the end: `chain_` has its base, or there is none.
  Result<std::string> step(const std::string& name, const Properties& profile) {
    const bool assumes_a_role =
        !value_of(profile, "role_arn").empty() && value_of(profile, "web_identity_token_file").empty();
    if (!assumes_a_role) {
      auto base = base_of(files_, name, profile);
      if (!base) return std::move(base).error();
      if (*base) begin(name, **std::move(base));
      return std::string();
    }
    const std::string source_profile = value_of(profile, "source_profile");
    const std::string source = value_of(profile, "credential_source");
    if (source_profile.empty() == source.empty()) {
      return wrong(name, source.empty() ? "has role_arn, but neither source_profile nor credential_source"
                                        : "has both source_profile and credential_source");
    }
    auto role = role_of(name, profile);
    if (!role) return std::move(role).error();
    chain_.roles.push_back(*std::move(role));
    if (!source_profile.empty()) return source_profile;
    auto named = named_source(name, source);
    if (!named) return std::move(named).error();
    begin(name, *named);
    return std::string();
  }

  void begin(const std::string& name, BaseSource base) {
    chain_.base_profile = name;
    chain_.base = std::move(base);
  }

  std::optional<RoleChain> finished(const std::string& name, BaseSource base) {
    begin(name, std::move(base));
    std::reverse(chain_.roles.begin(), chain_.roles.end());
    return std::move(chain_);
  }

  const profile_file::ProfileSet& files_;
  std::vector<std::string> visited_;
  RoleChain chain_;
};

}  // namespace

Result<std::optional<RoleChain>> role_chain_of(const profile_file::ProfileSet& files,
                                               const std::string& name) {
  return Walk(files).from(name);
}

}  // namespace anthropic::internal::aws
