#include "connection/connection_options.hpp"

#include "errors/report_error.hpp"

namespace anthropic::internal::cli {

void declare_aws_options(Declaration& declaration, AwsOptions& options) {
  declaration.text("--region", options.region, "NAME", "The AWS region");
  declaration.text("--profile", options.profile, "NAME", "The AWS profile");
  declaration.text("--endpoint-url", options.endpoint_url, "URL", "Ask this address instead");
  declaration.flag("--debug", options.debug, "Log to standard error what happens");
}

void declare_service_options(Declaration& declaration, AwsOptions& options, bool& json) {
  declaration.group("AWS");
  declaration.flag("--json", json, "Print JSON, on one line");
  declare_aws_options(declaration, options);
  declaration.group("");
}

void declare_connection_options(Declaration& declaration, ConnectionOptions& options) {
  declaration.group("Connection");
  declaration.choice(
      "--platform", options.platform, {"bedrock", "bedrock-messages", "mantle", "aws", "anthropic"}, "NAME",
      "Where Claude is asked: bedrock (the default), bedrock-messages, mantle, aws, anthropic");
  declare_aws_options(declaration, options.aws);
  declaration.flag("--debug-content", options.debug_content, "The same, with prompts and answers");
  declaration.flag("--local", options.local, "Ask an endpoint in this process; it is not Claude");
  declaration.number("--timeout", options.timeout_seconds, 0.001, 86'400, "SECONDS",
                     "Give a call up after this long, retries and all");
  declaration.number("--max-retries", options.max_retries, 0, 100, "N",
                     "Send a failed request again so often");
  declaration.group("");
}

PlatformKind platform_kind_of(const ConnectionOptions& options) {
  if (options.platform == "anthropic") return PlatformKind::first_party;
  if (options.platform == "aws") return PlatformKind::claude_on_aws;
  if (options.platform == "mantle") return PlatformKind::mantle;
  return options.platform == "bedrock-messages" ? PlatformKind::runtime_messages : PlatformKind::invoke_model;
}

Result<void> check_connection(const ConnectionOptions& options, const ModelOptions& model) {
  const bool is_bedrock = options.platform == "bedrock" || options.platform == "bedrock-messages";
  if (options.local && !is_bedrock) {
    const std::string path = options.platform == "mantle" ? ", followed by /anthropic," : "";
    return usage_error("--local is for Bedrock; --platform " + options.platform + " is not",
                       "run claude-bedrock local, and give its address" + path + " with --endpoint-url");
  }
  // Elsewhere nothing would guard the answer, and nobody would know.
  if (!is_bedrock && !model.guardrail.empty())
    return usage_error("--guardrail: --platform " + options.platform + " has no guardrails",
                       "use --platform bedrock or bedrock-messages");
  if (!is_bedrock && !model.service_tier.empty())
    return usage_error("--service-tier: --platform " + options.platform + " has none of these tiers",
                       "use --platform bedrock or bedrock-messages");
  if (!is_bedrock && !model.metadata.empty())
    return usage_error("--metadata: --platform " + options.platform + " has no log of calls that takes it",
                       "use --platform bedrock or bedrock-messages");
  // --local is a world of its own.
  if (options.local && !options.aws.endpoint_url.empty())
    return usage_error("--local and --endpoint-url cannot be used together");
  if (options.local && !options.aws.profile.empty())
    return usage_error("--local and --profile cannot be used together");
  if (options.platform == "anthropic" && !(options.aws.region.empty() && options.aws.profile.empty()))
    return usage_error("--platform anthropic knows no --region and no --profile");
  return check_model_options(model);
}

}  // namespace anthropic::internal::cli
