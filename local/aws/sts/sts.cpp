#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "base/crypto/encoding.hpp"
#include "base/crypto/sha256.hpp"
#include "base/text/text.hpp"
#include "base/time/time_format.hpp"
#include "local/aws/service.hpp"
#include "local/aws/sts/sts_input.hpp"
#include "local/aws/sts/web_identity_token.hpp"
#include "local/credentials/temporary_keys.hpp"
#include "wire/aws/arn.hpp"

// https://docs.aws.amazon.com/STS/latest/APIReference/

namespace anthropic::internal::local {
namespace {

using std::chrono::hours;

constexpr hours kUsualOfRole{1};
constexpr hours kLongestOfRole{12};
constexpr hours kUsualOfUser{12};
constexpr hours kLongestOfUser{36};
constexpr hours kLongestOfChain{1};

constexpr StsInput::Length kNameLength{2, 64};
constexpr const char* kNameCharacters = "+=,.@-";
constexpr std::size_t kMostTags = 50;
constexpr std::size_t kMostPolicyArns = 10;
constexpr std::size_t kLongestPolicy = 2048;

Refusal access_denied(std::string message) {
  return refuse("AccessDeniedException", std::move(message));
}

bool belongs_into_arn(char c) {
  return is_letter_or_digit(c) || std::string_view("_+=,.@-/:").find(c) != std::string_view::npos;
}

struct Role {
  std::string arn, session_name;

  bool is_well_formed() const {
    const std::string_view account = account_of_arn(arn);
    return part_of_arn(arn, 0) == "arn" && part_of_arn(arn, 2) == "iam" && part_of_arn(arn, 3).empty() &&
           account.size() == 12 && is_digits(account) && part_of_arn(arn, 5).starts_with("role/") &&
           !arn.ends_with('/') && std::all_of(arn.begin(), arn.end(), belongs_into_arn);
  }
  std::string name() const { return arn.substr(arn.rfind('/') + 1); }
  /// The same for the same role.
  std::string id() const { return "AROA" + ascii_upper(sha256_hex(arn).substr(0, 17)); }
  Caller caller() const {
    return {.arn = "arn:" + std::string(part_of_arn(arn, 1)) + ":sts::" + std::string(account_of_arn(arn)) +
                   ":assumed-role/" + name() + "/" + session_name,
            .user_id = id() + ":" + session_name};
  }
};

Role read_role(StsInput& input) {
  Role role;
  role.arn = input.required_text("RoleArn", {20, 2048});
  role.session_name = input.required_text("RoleSessionName", kNameLength, kNameCharacters);
  input.list("PolicyArns", kMostPolicyArns);
  return role;
}

Json written(const aws::Credentials& pair) {
  return Json::object({{"AccessKeyId", pair.access_key_id},
                       {"SecretAccessKey", std::string(pair.secret_access_key)},
                       {"SessionToken", std::string(pair.session_token)},
                       {"Expiration", format_iso8601(*pair.expiration)}});
}

Json assumed(const Role& role, const aws::Credentials& pair) {
  const Caller caller = role.caller();
  return Json::object(
      {{"Credentials", written(pair)},
       {"AssumedRoleUser", Json::object({{"AssumedRoleId", caller.user_id}, {"Arn", caller.arn}})}});
}

ServiceOutcome assume_role(const ServiceCall& call) {
  StsInput input(call.input);
  const Role role = read_role(input);
  const std::chrono::seconds lifetime = input.duration(kUsualOfRole, kLongestOfRole);
  input.text("ExternalId", {2, 1224}, "+=,.@:/-");
  input.text("SerialNumber", {9, 256}, "+=/:,.@-");
  input.token_code();
  const std::string identity = input.text("SourceIdentity", kNameLength, kNameCharacters);
  input.list("Tags", kMostTags);
  input.list("TransitiveTagKeys", kMostTags);
  input.policy(kLongestPolicy);
  if (const auto refusal = input.refusal()) return *refusal;
  if (!role.is_well_formed()) return refuse_input("Request ARN is invalid");
  const bool is_chain = call.caller.arn.find(":assumed-role/") != std::string::npos;
  if (is_chain && lifetime > kLongestOfChain)
    return refuse_input(
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
  Json answer = assumed(role, call.keys->issue(role.caller(), call.now, lifetime));
  if (!identity.empty()) answer.set("SourceIdentity", identity);
  return answer;
}

ServiceOutcome assume_role_with_web_identity(const ServiceCall& call) {
  StsInput input(call.input);
  const Role role = read_role(input);
  const std::string token = input.required_text("WebIdentityToken", {4, 20'000});
  const std::chrono::seconds lifetime = input.duration(kUsualOfRole, kLongestOfRole);
  input.policy(kLongestPolicy);
  if (const auto refusal = input.refusal()) return *refusal;
  if (!role.is_well_formed()) return refuse_input("Request ARN is invalid");
  const auto claims = read_web_identity_token(token, call.now);
  if (const auto* refusal = std::get_if<Refusal>(&claims)) return *refusal;
  const auto& [subject, issuer, audience] = *std::get_if<WebIdentityClaims>(&claims);
  Json answer = assumed(role, call.keys->issue(role.caller(), call.now, lifetime));
  answer.set("SubjectFromWebIdentityToken", subject);
  if (!issuer.empty()) answer.set("Provider", issuer);
  if (!audience.empty()) answer.set("Audience", audience);
  return answer;
}

ServiceOutcome get_session_token(const ServiceCall& call) {
  StsInput input(call.input);
  const std::chrono::seconds lifetime = input.duration(kUsualOfUser, kLongestOfUser);
  input.text("SerialNumber", {9, 256}, "+=/:,.@-");
  input.token_code();
  if (const auto refusal = input.refusal()) return *refusal;
  if (call.caller.is_temporary) return access_denied("Cannot call GetSessionToken with session credentials");
  return Json::object({{"Credentials", written(call.keys->issue(call.caller, call.now, lifetime))}});
}

ServiceOutcome get_federation_token(const ServiceCall& call) {
  StsInput input(call.input);
  const std::string name = input.required_text("Name", {2, 32}, kNameCharacters);
  const std::chrono::seconds lifetime = input.duration(kUsualOfUser, kLongestOfUser);
  input.list("PolicyArns", kMostPolicyArns);
  input.list("Tags", kMostTags);
  input.policy(kLongestPolicy);
  if (const auto refusal = input.refusal()) return *refusal;
  if (call.caller.is_temporary)
    return access_denied("Cannot call GetFederationToken with session credentials");
  const std::string account(kServicesAccount);
  const Caller federated{.arn = "arn:aws:sts::" + account + ":federated-user/" + name,
                         .user_id = account + ":" + name};
  return Json::object(
      {{"Credentials", written(call.keys->issue(federated, call.now, lifetime))},
       {"FederatedUser", Json::object({{"FederatedUserId", federated.user_id}, {"Arn", federated.arn}})}});
}

ServiceOutcome get_caller_identity(const ServiceCall& call) {
  return Json::object({{"Arn", call.caller.arn},
                       {"UserId", call.caller.user_id},
                       {"Account", account_of_arn(call.caller.arn)}});
}

}  // namespace

ServiceHandler sts() {
  return [](const ServiceCall& call) -> ServiceOutcome {
    if (call.operation == "AssumeRole") return assume_role(call);
    if (call.operation == "AssumeRoleWithWebIdentity") return assume_role_with_web_identity(call);
    if (call.operation == "GetSessionToken") return get_session_token(call);
    if (call.operation == "GetFederationToken") return get_federation_token(call);
    if (call.operation == "GetCallerIdentity") return get_caller_identity(call);
    return unknown_operation(call);
  };
}

}  // namespace anthropic::internal::local
