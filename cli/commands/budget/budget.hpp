#pragma once

#include <string>
#include <vector>

#include "arguments/command.hpp"
#include "connection/connection_options.hpp"

namespace anthropic::internal::cli {

struct BudgetOptions {
  AwsOptions aws = {};
  bool json = false;
  std::string account = {};  ///< Empty: the caller's.
  std::string name = {};
};

struct BudgetCreateOptions {
  BudgetOptions common = {};
  std::string limit = {};
  std::string period = "monthly";
  std::vector<std::string> alerts = {};  ///< "80", "forecast:100"
  std::vector<std::string> mail = {};
  std::string sns = {};
  std::vector<std::string> services = {};
  std::string tag = {};  ///< "KEY=VALUE"
};

int run_budget_create(const BudgetCreateOptions& options, Console& console);
int run_budget_list(const BudgetOptions& options, Console& console);
int run_budget_show(const BudgetOptions& options, Console& console);
int run_budget_delete(const BudgetOptions& options, Console& console);

Command budget_command();

}  // namespace anthropic::internal::cli
