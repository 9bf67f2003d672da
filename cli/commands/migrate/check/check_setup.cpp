#include <cstdlib>
#include <curl/curl.h>
#include <utility>

#include <anthropic/aws/bedrock_control.hpp>
#include <anthropic/aws/iam.hpp>
#include <anthropic/aws/sts.hpp>
#include <anthropic/version.hpp>

#include "base/environment.hpp"
#include "base/file/files.hpp"
#include "commands/migrate/check/checks.hpp"
#include "commands/migrate/scan/scan_tree.hpp"
#include "http/network/system_trust.hpp"

// What must be there before the first call: the checks of this machine, of the account and of its policies.

namespace anthropic::internal::cli {
namespace {

constexpr const char* kOffline = "not checkable offline";

/// "arn:aws:iam::…:role/reader" of "arn:aws:sts::…:assumed-role/reader/session"; a user's as it is; empty for
/// what has no policies of its own.
std::string policy_source(const std::string& caller, const aws::IAM& iam, std::stop_token stop) {
  constexpr std::string_view kAssumed = ":assumed-role/";
  if (caller.find(":user/") != std::string::npos) return caller;
  const std::size_t at = caller.find(kAssumed);
  if (at == std::string::npos) return "";
  const std::size_t begin = at + kAssumed.size();
  const std::string role = caller.substr(begin, caller.find('/', begin) - begin);
  // The caller's ARN leaves out the role's path.
  const auto known = iam.get_role({.role_name = role}, {.stop_token = std::move(stop)});
  if (known) return known->role.arn;
  std::string arn = caller.substr(0, at) + ":role/" + role;
  const std::size_t service = arn.find(":sts:");
  if (service != std::string::npos) arn.replace(service, 5, ":iam:");
  return arn;
}

/// What a call of the model needs: the model, and the profile if it goes through one.
std::vector<std::string> resources(const std::string& caller, const std::string& region,
                                   const std::string& model) {
  const std::string partition = caller.substr(0, caller.find(':', 4));
  const std::size_t account_begin = caller.find("::");
  const std::string account = account_begin == std::string::npos ? "" : caller.substr(account_begin + 2, 12);
  const std::string id = resolve_model_id(model, region);
  const ModelInfo* info = find_model(id);
  if (!info) return {"*"};
  std::vector<std::string> arns = {partition + ":bedrock:" + region + "::foundation-model/" +
                                   std::string(info->id)};
  if (id != info->id && !id.starts_with("arn:"))
    arns.push_back(partition + ":bedrock:" + region + ":" + account + ":inference-profile/" + id);
  return arns;
}

std::string where_logged(const aws::ModelInvocationLoggingConfig& config) {
  if (config.cloud_watch_config) return "CloudWatch log group " + config.cloud_watch_config->log_group_name;
  if (config.s3_config)
    return "s3://" + config.s3_config->bucket_name + "/" + config.s3_config->key_prefix.value_or("");
  return "nowhere";
}

bool is_refusal(const Error& error) {
  return error.kind == ErrorKind::permission_denied;
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

CheckLine check_credentials(CheckWorld& world) {
  constexpr const char* kName = "credentials";
  if (world.options.connection.local) {
    world.has_credentials = true;
    return unknown(kName, kOffline);
  }
  const RealEnvironment environment;
  std::string left_over;
  if (environment.get("ANTHROPIC_API_KEY"))
    left_over = "; ANTHROPIC_API_KEY is set, too, and never reaches Bedrock";
  if (world.options.connection.aws.profile.empty() && environment.get("AWS_BEARER_TOKEN_BEDROCK")) {
    world.has_credentials = world.has_bedrock_api_key = true;
    return passed(kName, "a Bedrock API key, AWS_BEARER_TOKEN_BEDROCK" + left_over);
  }
  const Result<aws::Credentials> credentials = world.session->credentials(world.stop);
  if (!credentials)
    return failed(kName, credentials.error(),
                  "claude-bedrock configure, aws sso login, or give this machine a role");
  world.has_credentials = true;
  return passed(kName, "from " + credentials->source + left_over);
}

CheckLine check_region(CheckWorld& world) {
  if (world.options.connection.local) {
    world.region = world.endpoint->region();
    return unknown("region", kOffline);
  }
  const Result<std::string> region = world.session->region();
  if (!region) return failed("region", region.error(), "set AWS_REGION, or give --region");
  world.region = *region;
  return passed("region", world.region);
}

CheckLine check_monitoring(const CheckWorld& world) {
  constexpr const char* kName = "monitoring";
  if (world.options.connection.local) return unknown(kName, kOffline);
  if (!world.can_ask()) return unknown(kName, "not asked: credentials or region are missing");
  const aws::Bedrock bedrock(
      *world.session, {.region = world.region, .endpoint_url = world.options.connection.aws.endpoint_url});
  const auto logging = bedrock.get_model_invocation_logging_configuration({.stop_token = world.stop});
  if (!logging && is_refusal(logging.error()))
    return unknown(kName,
                   "bedrock:GetModelInvocationLoggingConfiguration is not allowed to these credentials");
  if (!logging) return failed(kName, logging.error());
  if (logging->logging_config)
    return passed(kName, "invocations are logged to " + where_logged(*logging->logging_config));
  return failed(
      kName, "Bedrock logs no invocations in " + world.region,
      "turn invocation logging on (aws::Bedrock, put_model_invocation_logging_configuration), or count "
      "in the program with aws::CloudWatchMonitor");
}

CheckLine check_policy(const CheckWorld& world) {
  constexpr const char* kName = "policy";
  if (world.options.connection.local) return unknown(kName, kOffline);
  if (!world.options.connection.aws.endpoint_url.empty())
    return unknown(kName, "--endpoint-url has no IAM; the calls above tell");
  if (!world.can_ask()) return unknown(kName, "not asked: credentials or region are missing");
  if (world.has_bedrock_api_key)
    return unknown(kName, "IAM cannot say what a Bedrock API key may; the calls above tell");
  const aws::CallOptions call = {.stop_token = world.stop};
  const auto caller = aws::STS(*world.session, {.region = world.region}).get_caller_identity(call);
  if (!caller) return failed(kName, caller.error());
  const aws::IAM iam(*world.session);
  const std::string source = policy_source(caller->arn, iam, world.stop);
  if (source.empty()) return unknown(kName, caller->arn + " has no policies that can be simulated");
  const auto simulated = iam.simulate_principal_policy(
      {.policy_source_arn = source,
       .action_names = {"bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"},
       .resource_arns = resources(caller->arn, world.region, world.model)},
      call);
  if (!simulated && is_refusal(simulated.error()))
    return unknown(kName, "iam:SimulatePrincipalPolicy is not allowed to these credentials");
  if (!simulated) return failed(kName, simulated.error());
  if (simulated->evaluation_results.empty()) return unknown(kName, "IAM said nothing about " + source);
  for (const aws::IamEvaluationResult& result : simulated->evaluation_results) {
    if (result.eval_decision == "allowed") continue;
    return failed(
        kName,
        source + ": " + result.eval_action_name + " on " + result.eval_resource_name + " is " +
            (result.eval_decision == "explicitDeny" ? "denied" : "not allowed"),
        "allow bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream on the model and on its "
        "inference profile");
  }
  return passed(kName, source + " may call the model and stream");
}

}  // namespace anthropic::internal::cli
