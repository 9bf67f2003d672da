#include <algorithm>

#include <anthropic/aws/iam.hpp>
#include <anthropic/aws/sts.hpp>
#include <anthropic/operations/logs.hpp>

#include "aws/calls/service_client.hpp"
#include "aws/services/s3/endpoint.hpp"
#include "base/errors.hpp"

namespace anthropic::internal {
namespace {

using operations::LogSetup;
using operations::LogSetupPlan;

constexpr std::string_view kBedrock = "bedrock.amazonaws.com";
constexpr std::string_view kStream = "aws/bedrock/modelinvocations";

/// "aws" of "arn:aws:iam::…", "aws-cn" in China.
std::string_view partition_of(std::string_view region) {
  if (region.starts_with("cn-")) return "aws-cn";
  if (region.starts_with("us-gov-")) return "aws-us-gov";
  return "aws";
}

std::string arn(std::string_view region, std::string_view rest) {
  return "arn:" + std::string(partition_of(region)) + ":" + std::string(rest);
}

/// That Bedrock acts for this account and region, and for nobody else.
Json source_condition(std::string_view account, std::string_view region) {
  const std::string source =
      arn(region, "bedrock:" + std::string(region) + ":" + std::string(account) + ":*");
  return Json::object({{"StringEquals", Json::object({{"aws:SourceAccount", account}})},
                       {"ArnLike", Json::object({{"aws:SourceArn", source}})}});
}

Json policy(Json statement) {
  return Json::object({{"Version", "2012-10-17"}, {"Statement", Json::array({std::move(statement)})}});
}

Json role_trust(std::string_view account, std::string_view region) {
  return policy(Json::object({{"Effect", "Allow"},
                              {"Principal", Json::object({{"Service", kBedrock}})},
                              {"Action", "sts:AssumeRole"},
                              {"Condition", source_condition(account, region)}}));
}

Json role_rights(const LogSetup& setup, std::string_view account, std::string_view region) {
  const std::string stream =
      arn(region, "logs:" + std::string(region) + ":" + std::string(account) +
                      ":log-group:" + setup.log_group + ":log-stream:" + std::string(kStream));
  return policy(Json::object({{"Effect", "Allow"},
                              {"Action", Json::array({"logs:CreateLogStream", "logs:PutLogEvents"})},
                              {"Resource", stream}}));
}

Json bucket_policy(const LogSetup& setup, std::string_view account, std::string_view region) {
  const std::string prefix = setup.key_prefix.empty() ? "" : setup.key_prefix + "/";
  const std::string objects = arn(region, "s3:::" + setup.bucket + "/" + prefix + "AWSLogs/" +
                                              std::string(account) + "/BedrockModelInvocationLogs/*");
  return policy(Json::object({{"Effect", "Allow"},
                              {"Principal", Json::object({{"Service", kBedrock}})},
                              {"Action", "s3:PutObject"},
                              {"Resource", objects},
                              {"Condition", source_condition(account, region)}}));
}

bool holds(const Json& one_or_more, std::string_view wanted) {
  if (one_or_more.as_string() == wanted) return true;
  const Json::Array& items = one_or_more.items();
  return std::any_of(items.begin(), items.end(),
                     [&](const Json& item) { return item.as_string() == wanted; });
}

/// Whether a role's trust policy lets Bedrock assume it; its conditions are not looked at.
bool trusts_bedrock(std::string_view document) {
  const auto policy = Json::parse(document);
  if (!policy) return false;
  const Json& statements = (*policy)["Statement"];
  const auto trusts = [](const Json& statement) {
    return statement["Effect"].as_string() == "Allow" && holds(statement["Principal"]["Service"], kBedrock) &&
           holds(statement["Action"], "sts:AssumeRole");
  };
  if (statements.is_object()) return trusts(statements);
  return std::any_of(statements.items().begin(), statements.items().end(), trusts);
}

/// "arn:aws:iam::123456789012:role/path/name" is the role "name"; empty if it is no role's ARN.
std::string role_name(std::string_view role_arn) {
  const std::size_t role = role_arn.find(":role/");
  if (!role_arn.starts_with("arn:") || role == std::string_view::npos) return {};
  return std::string(role_arn.substr(role_arn.rfind('/') + 1));
}

aws::ModelInvocationLoggingConfig wanted_config(const LogSetup& setup) {
  const aws::ModelInvocationLoggingS3Config bucket{
      .bucket_name = setup.bucket,
      .key_prefix = setup.key_prefix.empty() ? std::nullopt : std::optional(setup.key_prefix)};
  aws::ModelInvocationLoggingConfig config{.text_data_delivery_enabled = setup.text,
                                           .image_data_delivery_enabled = setup.text && setup.images,
                                           .embedding_data_delivery_enabled = setup.text,
                                           .video_data_delivery_enabled = false,
                                           .audio_data_delivery_enabled = false};
  if (!setup.bucket.empty()) config.s3_config = bucket;
  if (setup.log_group.empty()) return config;
  config.cloud_watch_config = aws::ModelInvocationLoggingCloudWatchConfig{.log_group_name = setup.log_group,
                                                                          .role_arn = setup.role_arn};
  if (!setup.bucket.empty()) config.cloud_watch_config->large_data_delivery_s3_config = bucket;
  return config;
}

Result<void> check(const LogSetup& setup) {
  if (setup.log_group.empty() && setup.bucket.empty())
    return configuration_error("there is nowhere to log to",
                               "Name a log group with a role, a bucket, or both.");
  if (!setup.bucket.empty()) {
    if (auto named = aws::check_bucket_name(setup.bucket); !named) return named;
  }
  if (setup.log_group.empty()) return {};
  if (setup.role_arn.empty())
    return configuration_error(
        "Bedrock writes to the log group " + in_quotes(setup.log_group) + " as a role, and none is named",
        "Create one with the policies of log_setup_policies(), and name its ARN.");
  if (role_name(setup.role_arn).empty())
    return configuration_error(in_quotes(setup.role_arn) + " is no role's ARN",
                               "Write it as arn:aws:iam::ACCOUNT:role/NAME.");
  return {};
}

/// Looks at the role; what cannot be looked at is a warning.
Result<void> check_role(const aws::Session& session, const aws::CallOptions& call, LogSetupPlan& plan) {
  const std::string& role = plan.setup.role_arn;
  const auto found = aws::IAM(session, plan.setup.client).get_role({.role_name = role_name(role)}, call);
  if (!found && found.error().kind == ErrorKind::not_found)
    return configuration_error("there is no role " + role,
                               "Create it with the policies of log_setup_policies().");
  if (!found) {
    plan.warnings.push_back("The role was not checked: " + found.error().message);
    return {};
  }
  if (trusts_bedrock(found->role.assume_role_policy_document)) return {};
  return configuration_error("the role " + role + " does not let " + std::string(kBedrock) + " assume it",
                             "Give it the trust policy of log_setup_policies().");
}

Result<bool> group_exists(const aws::CloudWatchLogs& logs, const std::string& name,
                          const aws::CallOptions& call) {
  auto groups = logs.describe_log_groups_all({.log_group_name_prefix = name}, call);
  while (const aws::LogGroup* group = groups.next()) {
    if (group->log_group_name == name) return true;
  }
  if (groups.error()) return *groups.error();
  return false;
}

}  // namespace
}  // namespace anthropic::internal

namespace anthropic::inline v0::operations {

using namespace internal;

LogSetupPolicies log_setup_policies(const LogSetup& setup, std::string_view account,
                                    std::string_view region) {
  LogSetupPolicies policies;
  if (!setup.log_group.empty()) {
    policies.role_trust = role_trust(account, region);
    policies.role_rights = role_rights(setup, account, region);
  }
  if (!setup.bucket.empty()) policies.bucket = bucket_policy(setup, account, region);
  return policies;
}

Result<LogSetupPlan> plan_log_setup(const aws::Session& session, const LogSetup& setup,
                                    const aws::CallOptions& call) {
  if (auto checked = check(setup); !checked) return checked.error();
  LogSetupPlan plan{.setup = setup, .wanted = wanted_config(setup)};
  const auto region = setup.client.region.empty() ? session.region() : setup.client.region;
  if (!region) return region.error();
  plan.region = *region;
  const auto caller = aws::STS(session, setup.client).get_caller_identity(call);
  if (!caller) return caller.error();
  plan.account = caller->account;
  auto present = aws::Bedrock(session, setup.client).get_model_invocation_logging_configuration(call);
  if (!present) return std::move(present).error();
  plan.present = std::move(present->logging_config);
  if (!setup.log_group.empty()) {
    if (auto checked = check_role(session, call, plan); !checked) return checked.error();
    const auto exists = group_exists(aws::CloudWatchLogs(session, setup.client), setup.log_group, call);
    if (!exists) return exists.error();
    plan.creates_group = !*exists;
  }
  return plan;
}

Result<void> apply_log_setup(const aws::Session& session, const LogSetupPlan& plan,
                             const aws::CallOptions& call) {
  const LogSetup& setup = plan.setup;
  const aws::CloudWatchLogs logs(session, setup.client);
  if (plan.creates_group) {
    const auto created = logs.create_log_group({.log_group_name = setup.log_group}, call);
    if (!created && created.error().kind != ErrorKind::conflict) return created.error();
  }
  if (!setup.log_group.empty() && setup.retention_days) {
    if (auto kept = logs.put_retention_policy({setup.log_group, *setup.retention_days}, call); !kept)
      return kept.error();
  }
  return aws::Bedrock(session, setup.client)
      .put_model_invocation_logging_configuration({.logging_config = plan.wanted}, call);
}

}  // namespace anthropic::inline v0::operations
