#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/public_names.hpp"

namespace anthropic::internal::aws {

/// https://smithy.io/2.0/aws/protocols/
enum class Protocol : std::uint8_t {
  rest_json,
  rest_xml,
  json,
  /// Spoke the query protocol once, and still has that one's error codes if asked to.
  json_query_compatible,
  query,
  ec2_query,
};

/// What is constant about an AWS service.
struct Service {
  std::string_view id;                              ///< Its name in AWS's models: "Secrets Manager".
  std::string_view endpoint_prefix;                 ///< The first part of its host: "secretsmanager".
  std::string_view signing_name = endpoint_prefix;  ///< What its requests are signed for.
  std::string_view boto_name = endpoint_prefix;
  Protocol protocol = Protocol::rest_json;
  std::string_view version = {};  ///< Of the JSON protocols: "1.1"; of the query protocols: "2011-06-15".
  std::string_view target_prefix = {};  ///< Of the JSON protocols: what X-Amz-Target begins with.
  bool is_global = false;      ///< One endpoint serves a partition, and is signed for that one's own region.
  bool holds_secrets = false;  ///< What it is sent, or what it answers, is secret.
  /// The variable that holds an API key for it, which is sent instead of a signature; null if it takes none.
  const char* bearer_variable = nullptr;
};

/// Every service that the library knows. A new one is a row here. Where its host does not follow AWS's usual
/// rule, it is a row of endpoint_exceptions.cpp, too.
inline constexpr Service kServices[] = {
    {.id = "AWS External Anthropic", .endpoint_prefix = "aws-external-anthropic"},
    {.id = "Bedrock", .endpoint_prefix = "bedrock", .bearer_variable = "AWS_BEARER_TOKEN_BEDROCK"},
    {.id = "Bedrock Agent", .endpoint_prefix = "bedrock-agent", .signing_name = "bedrock"},
    {.id = "Bedrock Agent Runtime", .endpoint_prefix = "bedrock-agent-runtime", .signing_name = "bedrock"},
    {.id = "Bedrock Mantle", .endpoint_prefix = "bedrock-mantle"},
    {.id = "Bedrock Runtime", .endpoint_prefix = "bedrock-runtime", .signing_name = "bedrock"},
    {.id = "Budgets",
     .endpoint_prefix = "budgets",
     .protocol = Protocol::json,
     .version = "1.1",
     .target_prefix = "AWSBudgetServiceGateway",
     .is_global = true},
    {.id = "CloudWatch",
     .endpoint_prefix = "monitoring",
     .boto_name = "cloudwatch",
     .protocol = Protocol::json_query_compatible,
     .version = "1.0",
     .target_prefix = "GraniteServiceVersion20100801"},
    {.id = "CloudWatch Logs",
     .endpoint_prefix = "logs",
     .protocol = Protocol::json,
     .version = "1.1",
     .target_prefix = "Logs_20140328"},
    {.id = "Cost Explorer",
     .endpoint_prefix = "ce",
     .protocol = Protocol::json,
     .version = "1.1",
     .target_prefix = "AWSInsightsIndexService",
     .is_global = true},
    {.id = "EC2", .endpoint_prefix = "ec2", .protocol = Protocol::ec2_query, .version = "2016-11-15"},
    {.id = "IAM",
     .endpoint_prefix = "iam",
     .protocol = Protocol::query,
     .version = "2010-05-08",
     .is_global = true},
    {.id = "KMS",
     .endpoint_prefix = "kms",
     .protocol = Protocol::json,
     .version = "1.1",
     .target_prefix = "TrentService",
     .holds_secrets = true},
    // Its price lists, which anybody may read; the service itself is "api.pricing".
    {.id = "Pricing", .endpoint_prefix = "pricing", .is_global = true},
    {.id = "S3", .endpoint_prefix = "s3", .protocol = Protocol::rest_xml},
    {.id = "S3 Control",
     .endpoint_prefix = "s3-control",
     .signing_name = "s3",
     .protocol = Protocol::rest_xml},
    {.id = "Secrets Manager",
     .endpoint_prefix = "secretsmanager",
     .protocol = Protocol::json,
     .version = "1.1",
     .target_prefix = "secretsmanager",
     .holds_secrets = true},
    {.id = "Service Quotas",
     .endpoint_prefix = "servicequotas",
     .boto_name = "service-quotas",
     .protocol = Protocol::json,
     .version = "1.1",
     .target_prefix = "ServiceQuotasV20190624"},
    {.id = "SES", .endpoint_prefix = "email", .signing_name = "ses"},
    {.id = "Signin", .endpoint_prefix = "signin", .holds_secrets = true},
    {.id = "SSO",
     .endpoint_prefix = "portal.sso",
     .signing_name = "awsssoportal",
     .boto_name = "sso",
     .holds_secrets = true},
    {.id = "SSO OIDC",
     .endpoint_prefix = "oidc",
     .signing_name = "sso-oauth",
     .boto_name = "sso-oidc",
     .holds_secrets = true},
    {.id = "STS",
     .endpoint_prefix = "sts",
     .protocol = Protocol::query,
     .version = "2011-06-15",
     .holds_secrets = true},
};

void there_is_no_such_service();

/// The service of that id. Another id does not compile.
consteval const Service& service(std::string_view id) {
  for (const Service& known : kServices) {
    if (known.id == id) return known;
  }
  there_is_no_such_service();
  return kServices[0];
}

/// The service whose endpoint's host begins so; null for one that the library does not know.
const Service* find_service_at(std::string_view endpoint_prefix);

/// The id of a service by whatever it is called in code and in the AWS SDKs: the id in any spelling
/// ("cloudwatch_logs", "CloudWatchLogs"), the endpoint's prefix ("logs") or boto's name ("sso-oidc"). Empty
/// for a service that this library does not know.
std::string_view find_service_id(std::string_view name);

/// The services by their ids in small letters, for an error: "bedrock, bedrock_runtime, …".
std::string list_of_services();

/// Whether what a service is sent, or what it answers, holds secrets. By the name that is signed for.
bool carries_secrets(std::string_view signing_name);

}  // namespace anthropic::internal::aws
