#pragma once

#include <string>
#include <string_view>

namespace anthropic::aws {

/// The name that AWS's models give a service ("CloudWatch Logs"), by whatever it is called in code and in the
/// AWS SDKs: that name in any spelling ("cloudwatch_logs", "CloudWatchLogs"), its endpoint's prefix ("logs")
/// or boto's name ("sso-oidc"). Empty for a service that this library does not know.
std::string_view find_service_id(std::string_view name);

/// The services by their names in small letters, for an error: "bedrock, bedrock_runtime, …".
std::string list_of_services();

}  // namespace anthropic::aws
