#include "commands/logs/log_choice.hpp"

#include <anthropic/aws/bedrock_control.hpp>

#include "base/errors.hpp"

namespace anthropic::internal::cli {

void declare_log_choice(Declaration& declaration, LogChoice& log) {
  declaration.text("-g,--group", log.group, "NAME", "The log group (default /anthropic/bedrock)");
  declaration.flag("--invocations", log.invocations, "The group that Bedrock itself logs every call to");
}

Result<std::string> chosen_group(const LogChoice& log, const aws::Session& session,
                                 const aws::ClientOptions& client, const aws::CallOptions& call) {
  if (!log.group.empty()) return log.group;
  if (!log.invocations) return std::string("/anthropic/bedrock");
  const auto logging = aws::Bedrock(session, client).get_model_invocation_logging_configuration(call);
  if (!logging) return logging.error();
  if (logging->logging_config && logging->logging_config->cloud_watch_config)
    return logging->logging_config->cloud_watch_config->log_group_name;
  return configuration_error("Bedrock logs no calls to CloudWatch Logs in this account and region",
                             "Switch it on with claude-bedrock logs setup, or name a group with --group.");
}

}  // namespace anthropic::internal::cli
