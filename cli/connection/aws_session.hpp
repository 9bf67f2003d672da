#pragma once

#include <stop_token>
#include <string>

#include <anthropic/aws/session.hpp>

#include "io/signals.hpp"
#include "io/terminal.hpp"

namespace anthropic::cli {

/// What the commands for AWS's services share. What is empty is left to the library, which looks at the
/// environment and the AWS profile files.
struct AwsOptions {
  std::string region = {};
  std::string profile = {};
  std::string endpoint_url = {};  ///< of the service that is called, and of no other
  bool json = false;
  bool debug = false;  ///< The library's log to standard error.
};

/// A session that asks for MFA codes on the terminal, until `stop` is asked to stop.
aws::Session open_session(const AwsOptions& options, std::stop_token stop = {});

/// What the client of the service that is called has of its own.
aws::ClientOptions client_options(const AwsOptions& options);

/// Prints a failed call and returns its exit code; after Ctrl-C, which is silent, that of the signal.
int report_failed_call(Console& console, const Error& error, const Interrupts& interrupts);

}  // namespace anthropic::cli
