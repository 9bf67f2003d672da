#include "aws/endpoint/service_names.hpp"

#include "base/text/text.hpp"

namespace anthropic::aws {
namespace {

struct Names {
  std::string_view id;               ///< in AWS's models
  std::string_view endpoint_prefix;  ///< the first part of its host
  std::string_view boto;
};

constexpr Names kServices[] = {
    {"AWS External Anthropic", "aws-external-anthropic", "aws-external-anthropic"},
    {"Bedrock", "bedrock", "bedrock"},
    {"Bedrock Mantle", "bedrock-mantle", "bedrock-mantle"},
    {"Bedrock Runtime", "bedrock-runtime", "bedrock-runtime"},
    {"Budgets", "budgets", "budgets"},
    {"CloudWatch", "monitoring", "cloudwatch"},
    {"CloudWatch Logs", "logs", "logs"},
    {"Cost Explorer", "ce", "ce"},
    {"EC2", "ec2", "ec2"},
    {"IAM", "iam", "iam"},
    {"KMS", "kms", "kms"},
    {"S3", "s3", "s3"},
    {"Secrets Manager", "secretsmanager", "secretsmanager"},
    {"Signin", "signin", "signin"},
    {"SSO", "portal.sso", "sso"},
    {"SSO OIDC", "oidc", "sso-oidc"},
    {"STS", "sts", "sts"},
};

/// The letters and digits of a name, in lower case.
std::string letters_of(std::string_view name) {
  std::string letters;
  for (const char c : ascii_lower(name)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) letters += c;
  }
  return letters;
}

}  // namespace

std::string_view find_service_id(std::string_view name) {
  const std::string given = letters_of(name);
  for (const Names& service : kServices) {
    for (const std::string_view known : {service.id, service.endpoint_prefix, service.boto}) {
      if (letters_of(known) == given) return service.id;
    }
  }
  return {};
}

std::string list_of_services() {
  std::string list;
  for (const Names& service : kServices) {
    if (!list.empty()) list += ", ";
    for (const char c : ascii_lower(service.id)) list += c == ' ' ? '_' : c;
  }
  return list;
}

}  // namespace anthropic::aws
