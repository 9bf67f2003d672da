#pragma once

#include <string>

#include "arguments/command.hpp"
#include "connection/connection_options.hpp"

namespace anthropic::internal::cli {

struct MetricsOptions {
  AwsOptions aws = {};
  bool json = false;
  std::string since = "24h";
  std::string until = {};   ///< Empty: now.
  std::string period = {};  ///< Empty: chosen.
  std::string model = {};   ///< Empty: all.
  std::string html = {};
};

int run_metrics(const MetricsOptions& options, Console& console);
Command metrics_command();

}  // namespace anthropic::internal::cli
