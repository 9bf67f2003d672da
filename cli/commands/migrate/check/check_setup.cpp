#include <curl/curl.h>
#include <utility>

#include <anthropic/aws/bedrock_control.hpp>
#include <anthropic/version.hpp>

#include "base/environment.hpp"
#include "base/file/files.hpp"
#include "commands/iam/iam_needs.hpp"
#include "commands/migrate/check/checks.hpp"
#include "commands/migrate/scan/scan_tree.hpp"
#include "http/network/system_trust.hpp"
#include "operations/logs/where_logged.hpp"

// The checks of this machine, of the account and of its policies.

namespace anthropic::internal::cli {
namespace {

bool is_refusal(const Error& error) {
  return error.kind == ErrorKind::permission_denied;
}

CheckResult result_of(operations::StepState state) {
  switch (state) {
    case operations::StepState::ok:
      return CheckResult::passed;
    case operations::StepState::warning:
      return CheckResult::warning;
    case operations::StepState::failed:
      return CheckResult::failed;
    case operations::StepState::skipped:
      break;
  }
  return CheckResult::unknown;
}

CheckLine line_of(const operations::DiagnosisStep& step) {
  std::string detail = step.found;
  if (!step.source.empty()) detail += " (" + step.source + ")";
  return {step.name, result_of(step.state), std::move(detail), step.fix};
}

/// Certificates have a line of their own, which is there before anything is asked; about logging more is wanted
/// than the doctor wants; and nobody asked for a guardrail.
bool is_left_out(std::string_view step) {
  return step == "certificates" || step == "guardrail" || step == "logging";
}

/// Whether a Bedrock API key is sent instead of signatures.
bool sends_api_key(const CheckWorld& world) {
  return world.options.connection.aws.profile.empty() && RealEnvironment().get("AWS_BEARER_TOKEN_BEDROCK");
}

Result<operations::PermissionReport> ask_iam(const CheckWorld& world) {
  const aws::CallOptions call = {.stop_token = world.stop};
  const IamNeeds wanted = {.needs = {.stream = true}, .models = {world.model}};
  const auto needs = complete_needs(wanted, *world.session, {}, call);
  if (!needs) return needs.error();
  const auto destinations = ask_for_destinations(wanted, *world.session, *needs, {}, call);
  if (!destinations) return destinations.error();
  return operations::check_permissions(*world.session, *needs, *destinations, {.call = call});
}

}  // namespace

CheckLine passed(std::string name, std::string detail) {
  return {std::move(name), CheckResult::passed, std::move(detail)};
}

CheckLine failed(std::string name, std::string detail, std::string fix) {
  return {std::move(name), CheckResult::failed, std::move(detail), std::move(fix)};
}

CheckLine failed(std::string name, const Error& error, std::string fix_without_hint) {
  return failed(std::move(name), error.to_string(),
                error.hint.empty() ? std::move(fix_without_hint) : error.hint);
}

CheckLine unknown(std::string name, std::string detail) {
  return {std::move(name), CheckResult::unknown, std::move(detail)};
}

CheckLine check_sources(const CheckWorld& world) {
  const Result<MigrationReport> report = scan_tree(world.options.paths, world.options.connection.aws.region);
  if (!report) return failed("sources", report.error().message, "name files and folders that are there");
  if (!report->failures.empty())
    return failed("sources", report->failures.front().message, "make it readable");
  const std::size_t findings = count_findings(*report);
  const std::string files = " in " + std::to_string(report->files_scanned) + " files";
  if (findings == 0) return passed("sources", "nothing is left to do" + files);
  return failed("sources", std::to_string(findings) + " places are left" + files,
                "claude-bedrock migrate lists them, with what Bedrock has instead");
}

CheckLine check_library() {
  const curl_version_info_data* curl = curl_version_info(CURLVERSION_NOW);
  const std::string tls = curl && curl->ssl_version ? curl->ssl_version : "";
  if (tls.empty())
    return failed("library", "libcurl was built without TLS", "install a libcurl with OpenSSL");
  return passed("library",
                "claude-bedrock " ANTHROPIC_VERSION ", libcurl " + std::string(curl->version) + ", " + tls);
}

CheckLine check_certificates() {
  const RealEnvironment environment;
  const std::optional<std::string> bundle = environment.get("AWS_CA_BUNDLE");
  const Result<std::string> trusted = describe_trust(environment, RealFiles(), bundle.value_or(""));
  if (trusted) return passed("certificates", *trusted);
  return failed("certificates", trusted.error().message,
                bundle ? "correct or unset AWS_CA_BUNDLE" : "install ca-certificates");
}

std::vector<CheckLine> check_as_doctor(CheckWorld& world) {
  std::vector<CheckLine> lines;
  for (const operations::DiagnosisStep& step : operations::diagnose(world.diagnosed).steps) {
    if (is_left_out(step.name)) continue;
    const bool is_call = step.name == "call";
    if (is_call) world.can_call = step.state != operations::StepState::skipped;
    lines.push_back(world.is_local() && !is_call ? unknown(step.name, kOffline) : line_of(step));
    if (is_call) lines.back().detail += not_claude(world);
  }
  return lines;
}

CheckLine check_monitoring(const CheckWorld& world) {
  constexpr const char* kName = "monitoring";
  if (world.is_local()) return unknown(kName, kOffline);
  if (!world.can_call) return unknown(kName, kNotAsked);
  const auto logging =
      aws::Bedrock(*world.session).get_model_invocation_logging_configuration({.stop_token = world.stop});
  if (!logging && is_refusal(logging.error()))
    return unknown(kName,
                   "bedrock:GetModelInvocationLoggingConfiguration is not allowed to these credentials");
  if (!logging) return failed(kName, logging.error());
  if (logging->logging_config)
    return passed(kName, "invocations are logged to " + where_logged(*logging->logging_config));
  return failed(kName, "Bedrock logs no invocations in this region",
                "turn invocation logging on (claude-bedrock logs setup), or count in the program with "
                "aws::CloudWatchMonitor");
}

CheckLine check_policy(const CheckWorld& world) {
  constexpr const char* kName = "policy";
  if (world.is_local()) return unknown(kName, kOffline);
  if (!world.options.connection.aws.endpoint_url.empty())
    return unknown(kName, "--endpoint-url has no IAM; the calls above tell");
  if (!world.can_call) return unknown(kName, kNotAsked);
  if (sends_api_key(world))
    return unknown(kName, "IAM cannot say what a Bedrock API key may; the calls above tell");
  const Result<operations::PermissionReport> report = ask_iam(world);
  if (!report && is_refusal(report.error()))
    return unknown(kName, "these credentials may not ask IAM: " + report.error().to_string());
  // What no simulation can say: it is about the root user, or about a model that only Bedrock knows.
  if (!report && report.error().status == 0 && report.error().kind == ErrorKind::bad_request)
    return unknown(kName, report.error().message);
  if (!report) return failed(kName, report.error());
  for (const operations::PermissionCheck& check : report->checks) {
    if (check.allowed) continue;
    return failed(kName,
                  report->principal_arn + ": " + check.action + " on " + check.resource +
                      " is not allowed: " + check.reason,
                  "allow what claude-bedrock iam policy --stream prints for this model and region");
  }
  return passed(kName, report->principal_arn + " may call the model and stream");
}

}  // namespace anthropic::internal::cli
