#pragma once

#include <optional>
#include <string>

#include <anthropic/result.hpp>

#include "arguments/declaration.hpp"
#include "connection/model_options.hpp"
#include "platform/models/platform_kind.hpp"

namespace anthropic::internal::cli {

/// Where AWS is asked, and as whom. What is empty is left to the library, which looks at the environment and
/// the AWS profile files.
struct AwsOptions {
  std::string region = {};
  std::string profile = {};
  std::string endpoint_url = {};  ///< of the service that is called, and of no other
  bool debug = false;             ///< The library's log to standard error.
};

void declare_aws_options(Declaration& declaration, AwsOptions& options);
/// The same for a command about an AWS service, with `--json`.
void declare_service_options(Declaration& declaration, AwsOptions& options, bool& json);

/// How to reach Claude.
struct ConnectionOptions {
  /// "bedrock", "bedrock-messages", "mantle", "aws" or "anthropic" (docs/platforms.md).
  std::string platform = "bedrock";
  AwsOptions aws = {};
  bool debug_content = false;  ///< What was asked and answered, in the log, too.
  bool local = false;          ///< Asks an endpoint inside this process, which is not Claude.
  std::optional<double> timeout_seconds = {};
  std::optional<int> max_retries = {};
};

void declare_connection_options(Declaration& declaration, ConnectionOptions& options);

PlatformKind platform_kind_of(const ConnectionOptions& options);

/// Fails, with a usage error, on options that do not go together, or that the platform has nothing for, and on
/// what check_model_options() refuses.
Result<void> check_connection(const ConnectionOptions& options, const ModelOptions& model);

}  // namespace anthropic::internal::cli
