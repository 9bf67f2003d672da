#pragma once

#include <stop_token>

#include <anthropic/aws/session.hpp>

#include "base/public_names.hpp"
#include "connection/connection_options.hpp"

namespace anthropic::internal::cli {

/// Those of a session that asks for MFA codes on the terminal, until `stop` is asked to stop. `endpoint_url` is
/// not in them.
aws::SessionOptions session_options(const AwsOptions& options, std::stop_token stop = {});
aws::Session open_session(const AwsOptions& options, std::stop_token stop = {});

/// What the client of the service that is called has of its own.
aws::ClientOptions client_options(const AwsOptions& options);

}  // namespace anthropic::internal::cli
