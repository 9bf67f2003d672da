// Files, credentials and region: what is known before anything is sent.

#include <algorithm>
#include <chrono>
#include <utility>

#include "aws/credentials/source/source.hpp"
#include "aws/endpoint/known_regions.hpp"
#include "aws/session/session_state.hpp"
#include "base/text/text.hpp"
#include "base/time/time_format.hpp"
#include "operations/doctor/context/findings.hpp"
#include "operations/doctor/steps/steps.hpp"
#include "wire/profile/profile_places.hpp"

namespace anthropic::internal {
namespace {

constexpr const char* kApiKeyVariable = "AWS_BEARER_TOKEN_BEDROCK";
constexpr auto kSoon = std::chrono::minutes(5);

std::string described_file(const DoctorContext& context, const std::string& path) {
  if (path.starts_with('~')) return path + " (not read: HOME is not set)";
  const auto text = context.world->files->read(path);
  return path + (text && *text ? "" : " (not there)");
}

std::string count_of(std::size_t count, const std::string& thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

/// Whether keys stand in the environment, whole or by halves.
bool has_environment_keys(const Environment& environment) {
  return environment.get("AWS_ACCESS_KEY_ID") || environment.get("AWS_SECRET_ACCESS_KEY");
}

/// The variable that names a profile; null if none does, or code does.
const char* profile_variable(const DoctorContext& context) {
  if (!context.options.session.profile.empty()) return nullptr;
  for (const char* name : {"AWS_PROFILE", "AWS_DEFAULT_PROFILE"}) {
    if (context.environment().get(name)) return name;
  }
  return nullptr;
}

std::string time_left(SystemTime until, SystemTime now) {
  const auto left = std::chrono::duration_cast<std::chrono::minutes>(until - now).count();
  if (left < 120) return std::to_string(left) + " min";
  return std::to_string(left / 60) + " h";
}

/// The end of a key's id: enough to tell it from others.
std::string end_of(const std::string& id) {
  constexpr std::size_t kShown = 4;
  return id.size() < 2 * kShown ? "" : "…" + id.substr(id.size() - kShown);
}

/// Two places that speak of credentials, of which one is not heard.
DiagnosisStep at_odds(std::string found, std::string fix) {
  return step_warning("two sources at odds: " + std::move(found), std::move(fix));
}

void add_expiry(const DoctorContext& context, const aws::Credentials& credentials, DiagnosisStep& step) {
  if (!credentials.expiration) return;
  const SystemTime now = context.world->clock->now();
  step.notes.push_back("valid for another " + time_left(*credentials.expiration, now) + ", until " +
                       describe_time(*credentials.expiration).substr(3));
  if (*credentials.expiration - now > kSoon || step.state != operations::StepState::ok) return;
  step.state = operations::StepState::warning;
  step.fix = "Renew them, or sign in again, before a long call.";
}

void add_remarks(const DoctorContext& context, DiagnosisStep& step) {
  const Environment& environment = context.environment();
  if (environment.get("ANTHROPIC_API_KEY") || environment.get("ANTHROPIC_AUTH_TOKEN"))
    step.notes.emplace_back(
        "ANTHROPIC_API_KEY or ANTHROPIC_AUTH_TOKEN is set; neither is ever sent to Bedrock");
  if (!environment.is_blank(kApiKeyVariable)) return;
  step.notes.emplace_back(
      "AWS_BEARER_TOKEN_BEDROCK is set and empty: it counts as unset here, but boto3 and the "
      "AWS CLI send an empty key; unset it");
}

DiagnosisStep credentials_in_use(DoctorContext& context, const aws::Credentials& credentials) {
  const Environment& environment = context.environment();
  const std::string found = "key " + end_of(credentials.access_key_id);
  const char* variable = profile_variable(context);
  if (variable && credentials.source == "environment") {
    return at_odds(
        "the keys of the environment win over " + std::string(variable) + "=" + *environment.get(variable),
        "To use the profile, unset AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN; "
        "to use the keys, unset " +
            std::string(variable) + ".");
  }
  DiagnosisStep step = step_ok(found, credentials.source);
  if (!context.options.session.profile.empty() && has_environment_keys(environment))
    step.notes.emplace_back("the keys of the environment are not used: a profile was asked for");
  return step;
}

/// A Bedrock API key goes before everything else, but to Bedrock alone.
DiagnosisStep api_key_in_use(DoctorContext& context, const std::string& key, std::stop_token stop) {
  if (const auto problem = problem_in_header(key, kApiKeyVariable))
    return step_failed(ErrorKind::configuration, *problem, "Set it anew, or unset it to sign requests.");
  context.has_api_key = true;
  const bool has_keys = has_environment_keys(context.environment());
  const char* variable = profile_variable(context);
  DiagnosisStep step = step_ok("a Bedrock API key", kApiKeyVariable);
  if (has_keys || variable) {
    step = at_odds(std::string(kApiKeyVariable) + " is sent to Bedrock, although " +
                       (has_keys ? "AWS_ACCESS_KEY_ID" : variable) + " is set, too",
                   "Unset the one that is not meant: the API key decides what Bedrock allows, the other what "
                   "all other services allow.");
  }
  const auto others = context.session.credentials(std::move(stop));
  context.has_credentials = others.has_value();
  step.notes.push_back(others ? "other services are signed for with credentials from " + others->source
                              : "no credentials for other services, such as STS and Service Quotas");
  return step;
}

std::string region_source(const DoctorContext& context) {
  if (!context.options.session.region.empty()) return "the option region";
  for (const char* name : {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
    if (context.environment().get(name)) return name;
  }
  const aws::Settings& settings = *context.state().settings;
  const auto in_profile = settings.profile_value("region");
  if (in_profile && *in_profile) return "profile " + settings.profile_name();
  return "the EC2 instance's metadata";
}

}  // namespace

DiagnosisStep look_at_files(DoctorContext& context) {
  const aws::Settings& settings = *context.state().settings;
  const auto files = settings.files();
  if (!files) return step_failed(files.error(), "Correct the file at that line.");
  if (const auto profile = settings.profile(); !profile) return step_failed(profile.error());
  const profile_file::ProfileSet& set = **files;
  DiagnosisStep step = step_ok(count_of(set.profiles.size(), "profile") + "; \"" + settings.profile_name() +
                               "\" is used" + (settings.profile_is_named() ? "" : " because none is named"));
  step.notes = {described_file(context, settings.config_path()),
                described_file(context, settings.credentials_path())};
  if (!settings.profile_is_named() && !set.profiles.contains("default"))
    step.found =
        count_of(set.profiles.size(), "profile") + "; none is used: none is named, and none is \"default\"";
  if (set.ignored.empty()) return step;
  const profile_file::IgnoredSection& first = set.ignored.front();
  const bool is_config = first.file == profile_file::FileKind::config;
  step.state = operations::StepState::warning;
  step.found = (is_config ? set.config_path : set.credentials_path) + ":" + std::to_string(first.line) +
               " has [" + first.title + "], which AWS's tools ignore: " + first.name.why_ignored;
  step.fix = "Correct the line in brackets.";
  return step;
}

DiagnosisStep look_at_credentials(DoctorContext& context, std::stop_token stop) {
  if (const auto checked = context.state().check(); !checked) return step_failed(checked.error());
  const aws::SessionOptions& given = context.options.session;
  const bool is_in_code = context.state().has_keys() || given.credentials_provider || !given.profile.empty();
  const auto api_key = is_in_code ? std::nullopt : context.environment().get(kApiKeyVariable);
  if (api_key) {
    DiagnosisStep step = api_key_in_use(context, *api_key, std::move(stop));
    add_remarks(context, step);
    return step;
  }
  const auto credentials = context.session.credentials(std::move(stop));
  if (!credentials) {
    DiagnosisStep step =
        step_failed(context.with_hint(credentials.error(), ""),
                    "Run claude-bedrock configure, aws sso login, or give this machine a role.");
    add_remarks(context, step);
    return step;
  }
  context.has_credentials = true;
  DiagnosisStep step = credentials_in_use(context, *credentials);
  for (const std::string& place : context.state().signer.passed_over())
    step.notes.push_back("passed over: " + place);
  add_expiry(context, *credentials, step);
  add_remarks(context, step);
  return step;
}

DiagnosisStep look_at_region(DoctorContext& context, std::stop_token stop) {
  const auto region = context.state().region({}, std::move(stop));
  if (!region) return step_failed(region.error());
  context.region = *region;
  DiagnosisStep step = step_ok(*region, region_source(context));
  const Environment& environment = context.environment();
  const auto first = environment.get("AWS_REGION");
  const auto second = environment.get("AWS_DEFAULT_REGION");
  if (step.source == "AWS_REGION" && second && *second != *first) {
    step = at_odds("AWS_REGION is " + *first + " and AWS_DEFAULT_REGION is " + *second +
                       "; this program takes the first, boto3 the second",
                   "Set both to the same region, or unset one.");
    step.source = "AWS_REGION";
  }
  const auto in_profile = context.state().settings->profile_value("region");
  if (in_profile && *in_profile && **in_profile != *region)
    step.notes.push_back("it wins over region = " + **in_profile + " of profile " +
                         context.state().settings->profile_name());
  const std::string_view meant = aws::nearest_region(*region);
  if (!meant.empty()) {
    step.state = operations::StepState::warning;
    step.found = *region + " is no region that this version knows";
    step.fix = "Did you mean " + std::string(meant) + "?";
  }
  return step;
}

}  // namespace anthropic::internal
