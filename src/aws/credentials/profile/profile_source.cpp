#include "aws/credentials/profile/profile_source.hpp"

#include "aws/credentials/metadata/container_source.hpp"
#include "aws/credentials/metadata/imds_source.hpp"
#include "aws/credentials/profile/credential_process.hpp"
#include "aws/credentials/profile/role_chain.hpp"
#include "aws/credentials/sign_in/login_session.hpp"
#include "aws/credentials/sign_in/sso_credentials.hpp"
#include "aws/credentials/source/environment_source.hpp"
#include "base/errors.hpp"
#include "base/threads/user_code.hpp"
#include "wire/profile/profile_places.hpp"

namespace anthropic::internal::aws {
namespace {

std::string_view way_of(const BaseSource& base) {
  if (std::holds_alternative<WebIdentity>(base)) return ", web identity";
  if (std::holds_alternative<SsoConfig>(base)) return ", SSO";
  if (std::holds_alternative<LoginSessionName>(base)) return ", login session";
  if (std::holds_alternative<ProcessCommand>(base)) return ", credential_process";
  return "";
}

class ProfileSource final : public CredentialsSource {
 public:
  explicit ProfileSource(SessionSetup& setup)
      : setup_(setup),
        environment_(make_environment_source(setup.world)),
        container_(make_container_source(setup)),
        instance_(make_imds_source(setup.world, setup.imds)) {}

  SourceAnswer load(std::stop_token stop) override {
    const Settings& settings = *setup_.settings;
    settings.recheck();
    const auto files = settings.files();
    if (!files) return files.error();
    const std::string& name = settings.profile_name();
    if ((*files)->profiles.find(name) == (*files)->profiles.end()) {
      // Its absence is an error where somebody has named it.
      if (const auto profile = settings.profile(); !profile) return profile.error();
      return NotConfigured{settings.describe_profile() + " (does not exist" +
                           ignored_sections(**files, profile_file::SectionName::Kind::profile, name) + ")"};
    }
    const auto chain = role_chain_of(**files, name);
    if (!chain) {
      Error error = chain.error();
      error.message += " (in " + settings.config_path() + " and " + settings.credentials_path() + ")";
      return error;
    }
    if (!*chain) return without_credentials(**files, name);
    auto credentials = credentials_of(**chain, std::move(stop));
    if (!credentials) return std::move(credentials).error();
    credentials->source = "profile " + name;
    credentials->source += (*chain)->roles.empty() ? std::string(way_of((*chain)->base))
                                                   : ", role " + (*chain)->roles.back().role_arn;
    return *std::move(credentials);
  }

  std::uint64_t version() const override { return setup_.settings->version(); }

 private:
  SourceAnswer without_credentials(const profile_file::ProfileSet& files, const std::string& name) const {
    const Settings& settings = *setup_.settings;
    const std::string ignored = ignored_sections(files, profile_file::SectionName::Kind::profile, name);
    const std::string nothing = "holds no keys, role or sign-in" + ignored;
    // Whoever named it and wrote such a section does not want another identity.
    if (settings.profile_is_named() && !ignored.empty()) {
      return credentials_error("the " + settings.describe_profile() + " " + nothing,
                               "Change the section as the message says.");
    }
    return NotConfigured{settings.describe_profile() + " (" + nothing + ")"};
  }

  Result<Credentials> credentials_of(const RoleChain& chain, const std::stop_token& stop) {
    auto credentials = base_credentials(chain, stop);
    for (const RoleStep& role : chain.roles) {
      if (!credentials) return credentials;
      credentials = assume(role, *credentials, stop);
    }
    return credentials;
  }

  Result<Credentials> base_credentials(const RoleChain& chain, const std::stop_token& stop) {
    if (const auto* keys = std::get_if<Credentials>(&chain.base)) return *keys;
    if (const auto* named = std::get_if<NamedSource>(&chain.base)) return from(*named, chain, stop);
    if (const auto* identity = std::get_if<WebIdentity>(&chain.base)) {
      return assume_role_with_web_identity(setup_, *identity, stop);
    }
    if (const auto* sso = std::get_if<SsoConfig>(&chain.base)) {
      return sso_credentials(setup_, *setup_.sso_tokens, *sso, chain.base_profile, stop);
    }
    if (const auto* login = std::get_if<LoginSessionName>(&chain.base)) {
      return login_session_credentials(setup_, login->name, chain.base_profile, stop);
    }
    const auto& process = std::get<ProcessCommand>(chain.base);
    auto credentials = run_credential_process(*setup_.world, process.command, stop);
    if (!credentials && !process.cut_at.empty() && credentials.error().kind != ErrorKind::user_abort) {
      Error error = std::move(credentials).error();
      error.message += " (the command in " + process.cut_at + " was cut off at a comment)";
      error.hint = "\" #\" and \" ;\" begin a comment in AWS's files, except within quotes. " + error.hint;
      return error;
    }
    if (credentials && credentials->account_id.empty()) credentials->account_id = process.account_id;
    return credentials;
  }

  Result<Credentials> from(NamedSource named, const RoleChain& chain, const std::stop_token& stop) {
    const bool instance = named.kind == NamedSource::Kind::instance;
    const bool container = named.kind == NamedSource::Kind::container;
    CredentialsSource& source = instance ? *instance_ : container ? *container_ : *environment_;
    SourceAnswer answer = source.load(stop);
    if (auto* credentials = std::get_if<Credentials>(&answer)) return std::move(*credentials);
    if (auto* kept = std::get_if<KeptCredentials>(&answer)) return std::move(kept->credentials);
    if (auto* error = std::get_if<Error>(&answer)) return std::move(*error);
    return Error{.kind = ErrorKind::credentials,
                 .message = "the credential_source of the profile \"" + chain.base_profile +
                            "\" gives nothing: " + std::get<NotConfigured>(answer).looked_at,
                 .hint =
                     "Choose another credential_source, or a source_profile: Environment wants keys in the "
                     "environment, EcsContainer a container's role, Ec2InstanceMetadata an instance's."};
  }

  Result<Credentials> assume(const RoleStep& role, const Credentials& with, const std::stop_token& stop) {
    AssumeRoleInput call{.role_arn = role.role_arn,
                         .role_session_name = role.role_session_name,
                         .duration_seconds = role.duration_seconds};
    if (!role.external_id.empty()) call.external_id = role.external_id;
    if (call.role_session_name.empty()) call.role_session_name = default_role_session_name(*setup_.world);
    if (!role.mfa_serial.empty()) {
      if (!setup_.options.mfa_code) {
        return Error{.kind = ErrorKind::credentials,
                     .message = "the role of the profile \"" + role.profile +
                                "\" wants a code of the MFA "
                                "device " +
                                role.mfa_serial + ", and nobody can be asked for it",
                     .hint = "Set SessionOptions::mfa_code, or sign in with the AWS CLI."};
      }
      auto code = run_user_code(ErrorKind::credentials, "the function that is asked for an MFA code",
                                [&] { return setup_.options.mfa_code(role.mfa_serial); });
      if (!code) return std::move(code).error();
      call.serial_number = role.mfa_serial;
      call.token_code = *std::move(code);
    }
    return assume_role(setup_, call, with, stop);
  }

  SessionSetup& setup_;
  const std::unique_ptr<CredentialsSource> environment_;
  const std::unique_ptr<CredentialsSource> container_;
  const std::unique_ptr<CredentialsSource> instance_;
};

}  // namespace

std::unique_ptr<CredentialsSource> make_profile_source(SessionSetup& setup) {
  return std::make_unique<ProfileSource>(setup);
}

}  // namespace anthropic::internal::aws
