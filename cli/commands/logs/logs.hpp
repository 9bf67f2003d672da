#pragma once

#include <optional>
#include <string>

#include "arguments/command.hpp"
#include "connection/connection_options.hpp"

namespace anthropic::internal::cli {

/// Which log is read.
struct LogChoice {
  std::string group = {};    ///< Empty: the monitor's.
  bool invocations = false;  ///< The group that Bedrock itself logs to.
};

struct LogsTailOptions {
  AwsOptions aws = {};
  bool json = false;
  LogChoice log = {};
  std::string since = "10m";
  std::string filter = {};
  std::string model = {};
  bool follow = false;
  double interval_seconds = 2;
};

struct LogsQueryOptions {
  AwsOptions aws = {};
  bool json = false;
  LogChoice log = {};
  std::string query = {};  ///< The words of Logs Insights; empty: `by`.
  std::string by = {};     ///< "caller", "model", "metadata:KEY", "slow", "errors"
  std::string model = {};
  std::string since = "24h";
  std::string until = {};
  std::optional<int> limit = {};
  std::string html = {};
};

struct LogsSetupOptions {
  AwsOptions aws = {};
  bool json = false;
  std::string group = {};
  std::string role = {};
  std::string bucket = {};
  std::string prefix = {};
  bool no_text = false;
  bool no_images = false;
  std::optional<int> retention_days = {};
  bool policy = false;
  bool off = false;
  bool yes = false;
};

int run_logs_tail(const LogsTailOptions& options, Console& console);
int run_logs_query(const LogsQueryOptions& options, Console& console);
int run_logs_setup(const LogsSetupOptions& options, Console& console);
Command logs_command();

}  // namespace anthropic::internal::cli
