#include "aws/region.hpp"

#include <array>

namespace anthropic::aws {
namespace {

constexpr Partition kAws{"aws", "amazonaws.com", "api.aws"};
constexpr Partition kChina{"aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn"};
constexpr Partition kGovCloud{"aws-us-gov", "amazonaws.com", "api.aws"};
constexpr Partition kEuropeanSovereign{"aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu"};
constexpr Partition kIso{"aws-iso", "c2s.ic.gov", "api.aws.ic.gov"};
constexpr Partition kIsoB{"aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud"};
constexpr Partition kIsoE{"aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"};
constexpr Partition kIsoF{"aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov"};

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

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

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

}  // namespace anthropic::aws
