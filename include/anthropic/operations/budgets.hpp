#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <string>
#include <vector>

#include <anthropic/aws/budgets.hpp>
#include <anthropic/result.hpp>
#include <anthropic/string_list.hpp>

namespace anthropic::inline v0::operations {

/// Tells when costs have passed a part of the limit.
struct BudgetAlert {
  double percent = 0;  ///< Of the limit.
  bool of_forecast =
      false;  ///< When they are forecast to pass it; AWS needs about five weeks of data for that.
};

/// A budget for Claude on Bedrock.
struct ClaudeBudget {
  std::string account_id = {};
  std::string name = {};
  std::string amount = {};  ///< Decimal text, "250" or "99.50".
  std::string currency = "USD";
  std::string time_unit = "MONTHLY";  ///< "DAILY", "MONTHLY", "QUARTERLY", "ANNUALLY"
  std::vector<BudgetAlert> alerts = {};
  StringList mail_addresses = {};  ///< Who is told of each alert: up to ten,
  std::string sns_topic_arn = {};  ///< and one topic.
  /// Only these services, by AWS's names. Else all that AWS Marketplace sells and "Amazon Bedrock": it contains
  /// every model of Claude, also one that is not used yet, and what else the account buys on Marketplace.
  StringList services = {};
  /// Only costs with this cost allocation tag ("team"), and one of these values.
  std::string tag_key = {};
  StringList tag_values = {};
};

/// The request that makes it: with a FilterExpression, by unblended costs of usage alone. Fails with
/// ErrorKind::bad_request for what AWS would refuse, or what would never tell anybody.
Result<aws::CreateBudgetInput> create_budget_input(const ClaudeBudget& budget);

/// Whether a budget's filter leaves Claude out: it names services, and none is one of Claude's. That
/// "Amazon Bedrock" contains Claude is the usual mistake.
bool leaves_out_claude(const aws::Budget& budget);

/// A budget with all that AWS tells in three operations.
struct BudgetWithAlerts {
  aws::Budget budget = {};
  std::vector<aws::BudgetNotificationWithSubscribers> alerts = {};
};
Result<BudgetWithAlerts> read_budget(const aws::Budgets& budgets, const std::string& account_id,
                                     const std::string& name, const aws::CallOptions& options = {});

}  // namespace anthropic::inline v0::operations
