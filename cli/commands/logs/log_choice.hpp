#pragma once

#include <anthropic/aws/session.hpp>
#include <anthropic/result.hpp>

#include "base/public_names.hpp"
#include "commands/logs/logs.hpp"

namespace anthropic::internal::cli {

void declare_log_choice(Declaration& declaration, LogChoice& log);

/// The name of the group. That of Bedrock's own log is asked for where it is needed; it is an error if Bedrock
/// logs to none.
Result<std::string> chosen_group(const LogChoice& log, const aws::Session& session,
                                 const aws::ClientOptions& client, const aws::CallOptions& call);

}  // namespace anthropic::internal::cli
