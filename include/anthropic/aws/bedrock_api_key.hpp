#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <stop_token>
#include <string>

#include <anthropic/aws/session.hpp>

namespace anthropic::inline v0::aws {

/// Makes a short-term Bedrock API key from the session's credentials, without a request: a signature that
/// Bedrock accepts as a bearer token (AWS_BEARER_TOKEN_BEDROCK, AnthropicBedrockOptions::api_key) in the
/// session's region. It has the rights of the credentials until `lifetime` is over or, if that is sooner,
/// until they expire. Treat it as a secret. Thread-safe.
///
/// `lifetime`: from one second to twelve hours; else ErrorKind::configuration, also if no region is set.
/// Fails with ErrorKind::credentials if there are none.
Result<std::string> make_bedrock_api_key(const Session& session,
                                         std::chrono::seconds lifetime = std::chrono::hours(12),
                                         std::stop_token stop = {});

}  // namespace anthropic::inline v0::aws
