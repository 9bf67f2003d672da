#include "aws/endpoint/endpoint_exceptions.hpp"

#include <cstdint>

namespace anthropic::internal::aws {
namespace {

enum class Asked : std::uint8_t { any, no, yes };

struct Exception {
  std::string_view service;
  std::string_view partition;  // empty: all
  std::string_view region;     // empty: all
  Asked fips;
  Asked dual_stack;
  std::string_view host;
};

using enum Asked;

// The first that fits counts. Read off AWS's endpoint rules of 2026-08.
constexpr Exception kExceptions[] = {
    {"sts", "aws", "aws-global", no, no, "sts.{P}"},
    // GovCloud's own endpoints are FIPS endpoints.
    {"sts", "aws-us-gov", "", yes, no, "sts.{R}.{P}"},
    {"ec2", "aws-us-gov", "", yes, no, "ec2.{R}.{P}"},
    {"logs", "aws-us-gov", "", yes, no, "logs.{R}.{P}"},
    {"monitoring", "aws-us-gov", "", yes, any, "monitoring.{R}.{S}"},
    {"portal.sso", "aws-us-gov", "", yes, no, "portal.sso.{R}.{P}"},
    {"oidc", "aws-us-gov", "", yes, no, "oidc.{R}.{P}"},

    {"s3", "", "aws-global", no, no, "s3.{P}"},
    {"s3", "", "aws-global", yes, no, "s3-fips.{G}.{P}"},
    {"s3", "", "aws-global", any, yes, "s3{F}.dualstack.{G}.{P}"},
    {"s3", "", "", any, yes, "s3{F}.dualstack.{R}.{P}"},

    // Dual stack under the name that everyone has.
    {"secretsmanager", "aws", "", any, yes, "secretsmanager{F}.{R}.{P}"},
    {"secretsmanager", "aws-us-gov", "", any, yes, "secretsmanager{F}.{R}.{P}"},
    {"secretsmanager", "aws-cn", "", no, yes, "secretsmanager.{R}.{P}"},

    {"ce", "aws-eusc", "", no, any, "ce.{G}.{D}"},
    {"ce", "", "", any, any, "ce{F}.{G}.{S}"},

    {"pricing", "aws-cn", "", any, any, "pricing.cn-north-1.{P}"},
    {"pricing", "", "", any, any, "pricing.{G}.{P}"},

    {"budgets", "aws", "", no, yes, "budgets.{G}.{D}"},
    {"budgets", "aws-eusc", "", no, any, "budgets.{G}.{D}"},
    {"budgets", "aws-iso-b", "", no, no, "budgets.global.{P}"},
    {"budgets", "aws-iso-e", "", no, no, "budgets.global.{P}"},
    {"budgets", "aws-iso-f", "", no, no, "budgets.global.{P}"},
    {"budgets", "", "", any, any, "budgets{F}.{S}"},

    {"iam", "aws", "", any, yes, "iam{F}.global.{D}"},
    {"iam", "aws-cn", "", no, yes, "iam.global.{D}"},
    {"iam", "aws-cn", "", no, no, "iam.cn-north-1.{P}"},
    {"iam", "aws-us-gov", "", any, any, "iam.us-gov.{S}"},
    {"iam", "aws-iso", "", any, no, "iam{F}.{G}.{P}"},
    {"iam", "aws-iso-b", "", any, no, "iam{F}.{G}.{P}"},
    {"iam", "aws-iso-e", "", no, no, "iam.{G}.{P}"},
    {"iam", "aws-iso-f", "", no, no, "iam.{G}.{P}"},
    {"iam", "aws-eusc", "", no, no, "iam.{G}.{P}"},
    {"iam", "", "", any, any, "iam{F}.{S}"},

    {"bedrock-mantle", "", "", any, any, "bedrock-mantle.{R}.api.aws"},
    {"aws-external-anthropic", "", "", any, any, "aws-external-anthropic.{R}.api.aws"},

    {"signin", "aws", "", no, no, "{R}.signin.aws.amazon.com"},
    {"signin", "aws-cn", "", no, no, "{R}.signin.amazonaws.cn"},
    {"signin", "aws-us-gov", "", no, no, "{R}.signin.amazonaws-us-gov.com"},
    {"signin", "aws-us-gov", "us-gov-west-1", yes, no, "signin-fips.amazonaws-us-gov.com"},
    {"signin", "aws-us-gov", "", yes, no, "{R}.signin-fips.amazonaws-us-gov.com"},
    {"signin", "aws-iso", "", no, no, "{R}.signin.c2shome.ic.gov"},
    {"signin", "aws-iso-b", "", no, no, "{R}.signin.sc2shome.sgov.gov"},
};

bool fits(Asked asked, bool is) {
  return asked == Asked::any || (asked == Asked::yes) == is;
}

}  // namespace

std::string_view endpoint_exception(std::string_view service, std::string_view partition,
                                    std::string_view region, bool fips, bool dual_stack) {
  for (const Exception& exception : kExceptions) {
    if (exception.service != service) continue;
    if (!exception.partition.empty() && exception.partition != partition) continue;
    if (!exception.region.empty() && exception.region != region) continue;
    if (fits(exception.fips, fips) && fits(exception.dual_stack, dual_stack)) return exception.host;
  }
  return {};
}

}  // namespace anthropic::internal::aws
