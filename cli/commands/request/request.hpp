#pragma once

#include <string>
#include <vector>

#include <anthropic/aws/signed_request.hpp>

#include "arguments/command.hpp"
#include "base/public_names.hpp"
#include "connection/connection_options.hpp"

namespace anthropic::internal::cli {

struct RequestCommandOptions {
  AwsOptions aws = {};
  bool json = false;
  std::vector<std::string> method_and_url = {};  ///< The URL, or the method and the URL.
  std::string service = {};
  std::string data = {};                  ///< "@file" and "@-": what is in there, without line breaks.
  std::string data_binary = {};           ///< The same with every byte.
  std::vector<std::string> headers = {};  ///< "Name: value"
  bool include = false;                   ///< The answer's status and headers, before its body.
  bool dry_run = false;
};

/// Sends a signed request and prints the answer, or prints what would be sent. Returns the exit code.
int run_request(const RequestCommandOptions& options, Console& console);

/// The request as the command line describes it; reads files named there. Fails with a usage error.
Result<aws::SignedRequest> request_of(const RequestCommandOptions& options);

std::string plan_text(const aws::SignedRequestPlan& plan);
/// On one line.
std::string plan_json(const aws::SignedRequestPlan& plan);

Command request_command();

}  // namespace anthropic::internal::cli
