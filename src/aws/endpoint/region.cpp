#include "aws/endpoint/region.hpp"

#include <array>

#include "base/text/text.hpp"

namespace anthropic::internal::aws {
namespace {

constexpr Partition kAws{"aws", "amazonaws.com", "api.aws", "us-east-1"};
constexpr Partition kChina{"aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn", "cn-northwest-1"};
constexpr Partition kGovCloud{"aws-us-gov", "amazonaws.com", "api.aws", "us-gov-west-1"};
constexpr Partition kEuropeanSovereign{"aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu",
                                       "eusc-de-east-1"};
constexpr Partition kIso{"aws-iso", "c2s.ic.gov", "api.aws.ic.gov", "us-iso-east-1"};
constexpr Partition kIsoB{"aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud", "us-isob-east-1"};
constexpr Partition kIsoE{"aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", "eu-isoe-west-1"};
constexpr Partition kIsoF{"aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov", "us-isof-south-1"};

struct Rule {
  std::string_view prefix;
  const Partition& partition;
};

// Regions of every other name are of the partition "aws", new ones too.
constexpr std::array kRules = {
    Rule{"cn-", kChina},
    Rule{"us-gov-", kGovCloud},
    Rule{"eusc-", kEuropeanSovereign},
    Rule{"us-iso-", kIso},
    Rule{"us-isob-", kIsoB},
    Rule{"eu-isoe-", kIsoE},
    Rule{"us-isof-", kIsoF},
    Rule{"aws-cn-", kChina},
    Rule{"aws-us-gov-", kGovCloud},
    Rule{"aws-iso-b-", kIsoB},
    Rule{"aws-iso-e-", kIsoE},
    Rule{"aws-iso-f-", kIsoF},
    Rule{"aws-iso-", kIso},
    Rule{"aws-eusc-", kEuropeanSovereign},
};

}  // namespace

const Partition& partition_of(std::string_view region) {
  for (const Rule& rule : kRules) {
    if (region.substr(0, rule.prefix.size()) == rule.prefix) return rule.partition;
  }
  return kAws;
}

bool is_valid_region(std::string_view region) {
  if (region.empty() || region.size() > 63) return false;
  if (region.front() == '-' || region.back() == '-') return false;
  for (const char c : region) {
    if (!is_letter_or_digit(c) && c != '-') return false;
  }
  return true;
}

}  // namespace anthropic::internal::aws
