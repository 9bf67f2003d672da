#include "commands/batch/run/batch_options.hpp"

#include "connection/price_option.hpp"
#include "errors/report_error.hpp"

namespace anthropic::internal::cli {
namespace {

BatchEngine engine_named(std::string_view name) {
  if (name == "bedrock") return BatchEngine::bedrock;
  return name == "anthropic" ? BatchEngine::anthropic : BatchEngine::local;
}

Result<void> check_engine(const BatchOptions& options) {
  if (options.engine == BatchEngine::local) return {};
  const bool is_job = options.engine == BatchEngine::bedrock;
  const std::string whose = is_job ? "jobs of Bedrock" : "Message Batches of Anthropic's own API";
  const ModelOptions& model = options.model;
  if (!model.guardrail.empty())
    return usage_error("--guardrail: " + whose + " take none",
                       "leave out --engine: each line is asked on Bedrock then, with the guardrail");
  if (!model.service_tier.empty())
    return usage_error("--service-tier: " + whose + " have none of these tiers", "leave it out");
  if (!model.metadata.empty())
    return usage_error("--metadata: " + whose + " take none",
                       "leave out --engine: each line is asked on Bedrock then, with the metadata");
  if (is_job && !model.cache.empty())
    return usage_error("--cache: " + whose + " have no prompt caching",
                       "leave it out, or leave out --engine to ask each line by itself");

  const ConnectionOptions& connection = options.connection;
  const std::string& platform = connection.platform;
  if (is_job && platform == "anthropic")
    return usage_error("--platform anthropic does not go with --engine bedrock",
                       "--engine anthropic asks Anthropic's own API for Message Batches");
  // "bedrock" is the default, which nobody need have written.
  const bool is_own = platform == "bedrock" || (!is_job && platform == "anthropic");
  if (!is_own)
    return usage_error(
        "--platform " + platform + " does not go with --engine " + (is_job ? "bedrock" : "anthropic"),
        "leave out --platform, or leave out --engine to ask each line by itself there");
  if (!is_job && !(connection.aws.region.empty() && connection.aws.profile.empty()))
    return usage_error("--engine anthropic knows no --region and no --profile", "leave them out");
  if (connection.local && is_job)
    return usage_error("--local has no S3, which a job needs",
                       "leave out --engine bedrock to ask the local endpoint");
  if (connection.local)
    return usage_error("--local knows Bedrock only",
                       "run claude-bedrock local --api-key KEY, and name its address with --endpoint-url");
  return {};
}

}  // namespace

void declare_batch_options(Declaration& declaration, BatchOptions& options) {
  declaration.argument("in", options.in, "The file of JSON lines", "IN");
  declaration.text("-o,--output", options.out, "OUT",
                   "Where the results go, and where they are taken up again");
  declaration.text("--failed", options.failed, "FILE",
                   "Where the failed lines go (default OUT with .failed)");
  declaration.flag("--retry-failed", options.retry_failed, "Ask the lines again that failed for good");
  declaration.flag("--dry-run", options.dry_run, "Check the file and ask nothing");
  declaration.flag("--estimate", options.estimate, "Say what all lines will cost, and ask nothing");
  declaration.flag("--json", options.json, "With --estimate: print JSON, on one line");
  declare_price_option(declaration, options.prices);
  declaration.number("-c,--concurrency", options.concurrency, 1, 1000, "N",
                     "The most calls in flight (default 8)");
  declaration.number("--rate", options.rate, 0.001, 1e6, "N", "The most calls begun a second");
  declaration.choice(
      "--engine", [&options](const std::string& name) { options.engine = engine_named(name); },
      {"local", "bedrock", "anthropic"}, "NAME",
      "local (the default): this program asks; bedrock: a batch inference job; anthropic: Message Batches of "
      "Anthropic's own API");

  declaration.group("Jobs (--engine bedrock; the last three also with anthropic)");
  declaration.text("--s3-input", options.s3_input, "URI", "Where the records go");
  declaration.text("--s3-output", options.s3_output, "URI", "Where the job writes");
  declaration.text("--role-arn", options.role_arn, "ARN", "The role that Bedrock takes on");
  declaration.text("--job-name", options.job_name, "NAME", "Its name; else one is made");
  declaration.text("--tag", options.tags, "KEY=VALUE", "A tag of the job (repeatable)");
  declaration.text("--job", options.job, "ARN", "Follow this job, and bring its results home");
  declaration.flag("--stop-job", options.stop, "End the job early; what is answered is brought home");
  declaration.number("--poll", options.poll_seconds, 0.01, 86'400, "SECONDS",
                     "Ask how it goes so often (default 30)");
  declare_model_options(declaration, options.model);
  declare_connection_options(declaration, options.connection);
}

PlatformKind platform_of_lines(const BatchOptions& options) {
  if (options.engine == BatchEngine::bedrock) return PlatformKind::invoke_model;
  if (options.engine == BatchEngine::anthropic) return PlatformKind::first_party;
  return platform_kind_of(options.connection);
}

Result<void> check_batch_options(const BatchOptions& options) {
  if (auto checked = check_connection(options.connection, options.model); !checked) return checked;
  if (options.in.empty() && options.job.empty())
    return usage_error("there is no input",
                       "name a file of JSON lines: claude-bedrock batch IN.jsonl -o OUT.jsonl");
  if (options.in == "-")
    return usage_error("a batch reads a file, which it looks at more than once",
                       "write the lines into one first");
  const bool has_job_options = !options.s3_input.empty() || !options.s3_output.empty() ||
                               !options.role_arn.empty() || !options.job_name.empty() ||
                               !options.tags.empty();
  if (has_job_options && options.engine != BatchEngine::bedrock)
    return usage_error("--s3-input, --s3-output, --role-arn, --job-name and --tag are for jobs",
                       "add --engine bedrock");
  if ((!options.job.empty() || options.stop) && options.engine == BatchEngine::local)
    return usage_error("--job and --stop-job are for jobs", "add --engine bedrock or anthropic");
  if (options.json && !options.estimate)
    return usage_error("--json is about --estimate", "results are JSON lines anyway");
  if (options.retry_failed && options.out.empty())
    return usage_error("--retry-failed needs the results of an earlier run", "give them with -o");
  return check_engine(options);
}

}  // namespace anthropic::internal::cli
