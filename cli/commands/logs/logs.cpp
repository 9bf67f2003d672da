#include "commands/logs/logs.hpp"

#include "commands/logs/log_choice.hpp"
#include "report/html_output.hpp"

namespace anthropic::internal::cli {
namespace {

void declare_tail(Declaration& declaration, LogsTailOptions& options) {
  declare_log_choice(declaration, options.log);
  declaration.flag("-f,--follow", options.follow, "Go on, and print what comes");
  declaration.number("--interval", options.interval_seconds, 1, 3'600, "SECONDS",
                     "How often to ask for more, with --follow (default 2)");
  declaration.text("--since", options.since, "TIME", "From when: 30m, 6h, 2026-11-01 (default 10m)");
  declaration.text("--filter", options.filter, "PATTERN", "Events that match, as CloudWatch Logs filters");
  declaration.text("-m,--model", options.model, "ID", "Calls of this model alone, under all of its ids")
      .suggests({"haiku", "sonnet", "opus"});
  declare_service_options(declaration, options.aws, options.json);
}

void declare_query(Declaration& declaration, LogsQueryOptions& options) {
  declaration.argument("query", options.query, "In the language of Logs Insights; else --by");
  declaration.text("--by", options.by, "WHAT", "A ready question: caller, model, metadata:KEY, slow, errors")
      .suggests({"caller", "model", "slow", "errors"});
  declaration.text("-m,--model", options.model, "ID", "With --by: calls of this model alone")
      .suggests({"haiku", "sonnet", "opus"});
  declare_log_choice(declaration, options.log);
  declaration.text("--since", options.since, "TIME", "From when: 6h, 7d, 2026-11-01 (default 24h)");
  declaration.text("--until", options.until, "TIME", "Until when (default now)");
  declaration.number("--limit", options.limit, 1, 100'000, "N", "The most rows; else what the query says");
  declare_html_option(declaration, options.html);
  declare_service_options(declaration, options.aws, options.json);
}

void declare_setup(Declaration& declaration, LogsSetupOptions& options) {
  declaration.text("-g,--group", options.group, "NAME", "Log to this group of CloudWatch Logs");
  declaration.text("--role", options.role, "ARN", "The role that Bedrock writes to the group with");
  declaration.number("--retention", options.retention_days, 1, 3'653, "DAYS",
                     "How long the group keeps events");
  declaration.text("--bucket", options.bucket, "NAME", "Log to this bucket of S3");
  declaration.text("--prefix", options.prefix, "KEY", "Below this key in the bucket");
  declaration.flag("--no-text", options.no_text, "Log no prompts and no answers");
  declaration.flag("--no-images", options.no_images, "Log no images");
  declaration.flag("--policy", options.policy, "Print the policies that the role and the bucket need");
  declaration.flag("--off", options.off, "Log no calls any more");
  declaration.flag("-y,--yes", options.yes, "Do not ask");
  declare_service_options(declaration, options.aws, options.json);
}

}  // namespace

Command logs_command() {
  constexpr const char* kExamples =
      R"(  claude-bedrock logs tail --follow
  claude-bedrock logs query --by model --since 7d
  claude-bedrock logs query --by metadata:team --model sonnet
  claude-bedrock logs query 'fields @timestamp, model | sort @timestamp desc | limit 5'
  claude-bedrock logs setup --group /bedrock/calls --role arn:aws:iam::123456789012:role/logger --no-text
)";
  return {.name = "logs",
          .about = "Read the logs of calls, and switch Bedrock's own on",
          .examples = kExamples,
          .subcommands = {{.name = "tail",
                           .about = "Print the latest calls, one a line",
                           .examples = kExamples,
                           .declare = with_options(declare_tail, run_logs_tail)},
                          {.name = "query",
                           .about = "Ask Logs Insights, which is paid for by what it reads",
                           .examples = kExamples,
                           .declare = with_options(declare_query, run_logs_query)},
                          {.name = "setup",
                           .about = "Show what Bedrock logs of every call in the region, or change it",
                           .examples = kExamples,
                           .declare = with_options(declare_setup, run_logs_setup)}}};
}

}  // namespace anthropic::internal::cli
