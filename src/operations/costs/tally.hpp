#pragma once

#include <map>
#include <string>
#include <utility>

#include <anthropic/operations/costs.hpp>

#include "base/public_names.hpp"
#include "operations/costs/days.hpp"
#include "operations/costs/decimal.hpp"

namespace anthropic::internal {

/// Adds up the groups of Cost Explorer's answers, which are by something and by usage type.
class CostsTally {
 public:
  explicit CostsTally(const operations::CostsInput& input) : input_(input) {}

  void add(const aws::CostResultByTime& result, const aws::CostGroup& group);
  /// Rows, days, total, currency and comparison.
  operations::CostsOutput output(SystemTime now) const;

 private:
  struct Sum {
    Decimal amount = {};
    std::map<operations::UsageClass, std::map<std::string, Decimal>> usage = {};
  };

  std::string name_of(const aws::CostGroup& group, operations::UsageClass usage) const;
  operations::UsageClass class_of(const std::string& usage_type);
  std::vector<operations::DayOfCosts> days(SystemTime now) const;

  const operations::CostsInput& input_;
  std::map<std::pair<std::string, std::string>, Sum> sums_;  // by time and name
  std::map<std::string, Decimal> days_;
  std::map<std::string, operations::UsageClass> classes_;  // of usage types, which come again every day
  Decimal total_;
  std::string currency_;
};

}  // namespace anthropic::internal
