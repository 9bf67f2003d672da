#include "aws/credentials/calls/sts_calls.hpp"

#include "aws/credentials/calls/service_call.hpp"
#include "aws/endpoint/services.hpp"
#include "base/errors.hpp"
#include "wire/aws/sts_protocol.hpp"

namespace anthropic::internal::aws {
namespace {

Result<Credentials> ask(SessionSetup& setup, std::string_view operation, const QueryParams& params,
                        const Credentials* with, std::stop_token stop) {
  const Service& called = service("STS");
  auto region = setup.region({}, stop);
  if (!region) return std::move(region).error();
  const auto answer = send_call(
      setup,
      {.service = called,
       .region = *std::move(region),
       .request = {.headers = {{"content-type", "application/x-www-form-urlencoded; charset=utf-8"}},
                   .body = params.form_body(operation, called.version)},
       .credentials = with},
      std::move(stop));
  if (!answer) return answer.error();
  return sts::credentials_of_answer(*answer);
}

constexpr const char* kWebTokenHint =
    "AWS_WEB_IDENTITY_TOKEN_FILE, or web_identity_token_file of the profile, names it. The cluster or the CI "
    "job writes "
    "it; elsewhere, unset both.";

// The file belongs to someone else, who may end it with a line break.
Result<std::string> token_in(const World& world, const std::string& path) {
  const auto contents = world.files->read(path);
  if (!contents) return credentials_error(contents.error().message, kWebTokenHint);
  if (!*contents)
    return credentials_error("the web identity token file " + path + " does not exist", kWebTokenHint);
  std::string token(trim(**contents));
  if (token.empty())
    return credentials_error("the web identity token file " + path + " is empty", kWebTokenHint);
  return token;
}

}  // namespace

Result<Credentials> assume_role(SessionSetup& setup, const AssumeRoleInput& role, const Credentials& with,
                                std::stop_token stop) {
  auto credentials = ask(setup, "AssumeRole", sts::params_of(role), &with, std::move(stop));
  if (!credentials) {
    return failure_of_source("assuming the role " + role.role_arn, std::move(credentials).error());
  }
  return credentials;
}

Result<Credentials> assume_role_with_web_identity(SessionSetup& setup, const WebIdentity& identity,
                                                  std::stop_token stop) {
  auto token = token_in(*setup.world, identity.token_file);
  if (!token) return std::move(token).error();
  const std::string name = identity.role_session_name.empty() ? default_role_session_name(*setup.world)
                                                              : identity.role_session_name;
  const AssumeRoleWithWebIdentityInput input{
      .role_arn = identity.role_arn, .role_session_name = name, .web_identity_token = *token};
  auto credentials = ask(setup, "AssumeRoleWithWebIdentity", sts::params_of(input), nullptr, std::move(stop));
  if (!credentials) {
    return failure_of_source(
        "assuming the role " + identity.role_arn + " with the token in " + identity.token_file,
        std::move(credentials).error());
  }
  return credentials;
}

std::string default_role_session_name(const World& world) {
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(world.clock->now().time_since_epoch()).count();
  return "anthropic-bedrock-cpp-" + std::to_string(seconds);
}

}  // namespace anthropic::internal::aws
