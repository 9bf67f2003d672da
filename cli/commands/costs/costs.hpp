#pragma once

#include <string>

#include "arguments/command.hpp"
#include "connection/connection_options.hpp"

namespace anthropic::internal::cli {

struct CostsOptions {
  AwsOptions aws = {};
  bool json = false;
  std::string html = {};
  std::string by =
      {};  ///< "day", "month", "model", "profile", "tag:KEY", "region", "usage"; empty: day and model.
  std::string since = {};
  std::string until = {};
  bool forecast = false;
};

struct CostsPricesOptions {
  AwsOptions aws = {};
  bool json = false;
  std::string prices = {};  ///< A file of prices.
  bool check = false;
};

int run_costs(const CostsOptions& options, Console& console);
int run_costs_prices(const CostsPricesOptions& options, Console& console);

Command costs_command();

}  // namespace anthropic::internal::cli
