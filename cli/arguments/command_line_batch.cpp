#include "arguments/command_line_batch.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <map>
#include <string>

#include "arguments/number_option.hpp"
#include "errors/exit_codes.hpp"

namespace anthropic::cli {
namespace {

constexpr const char* kExamples = R"(Examples:
  claude-bedrock batch questions.jsonl -o answers.jsonl        # again, after any end: goes on from there
  claude-bedrock batch questions.jsonl -o answers.jsonl --concurrency 50 --rate 10 --model sonnet
  claude-bedrock batch questions.jsonl --dry-run               # only checks the file
  claude-bedrock batch questions.jsonl -o answers.jsonl --engine bedrock --model claude-haiku-4-5 \
    --s3-input s3://bucket/in/ --s3-output s3://bucket/out/ --role-arn arn:aws:iam::123456789012:role/batch

A line is {"prompt": "..."} or a request's body, with "id" if you like, or one of Anthropic's Message Batches
({"custom_id", "params"}) or of Bedrock's batch inference ({"recordId", "modelInput"}).
)";

const std::map<std::string, BatchEngine> kEngines = {
    {"local", BatchEngine::local}, {"bedrock", BatchEngine::bedrock}, {"anthropic", BatchEngine::anthropic}};

}  // namespace

void add_batch_options(::CLI::App& app, BatchOptions& options) {
  app.add_option("in", options.in, "The file of JSON lines")->type_name("IN");
  app.add_option("-o,--output", options.out, "Where the results go, and where they are taken up again")
      ->type_name("OUT");
  app.add_option("--failed", options.failed, "Where the failed lines go (default OUT with .failed)")
      ->type_name("FILE");
  app.add_flag("--retry-failed", options.retry_failed, "Ask the lines again that failed for good");
  app.add_flag("--dry-run", options.dry_run, "Check the file and ask nothing");
  app.add_option("-c,--concurrency", options.concurrency, "The most calls in flight (default 8)")
      ->type_name("N")
      ->transform(whole_number_in(1, 1000));
  app.add_option("--rate", options.rate, "The most calls begun a second")
      ->type_name("N")
      ->transform(number_in(0.001, 1e6));
  auto* engine = app.add_option("--engine",
                                "local (the default): this program asks; bedrock: a batch inference job; "
                                "anthropic: Message Batches of Anthropic's own API")
                     ->check(::CLI::IsMember({"local", "bedrock", "anthropic"}).description(""))
                     ->type_name("NAME");
  engine->each([&options](const std::string& name) { options.engine = kEngines.at(name); });

  constexpr const char* kGroup = "Jobs (--engine bedrock; the last three also with anthropic)";
  auto* s3_input = app.add_option("--s3-input", options.s3_input, "Where the records go")->type_name("URI");
  auto* s3_output =
      app.add_option("--s3-output", options.s3_output, "Where the job writes")->type_name("URI");
  auto* role =
      app.add_option("--role-arn", options.role_arn, "The role that Bedrock takes on")->type_name("ARN");
  auto* name =
      app.add_option("--job-name", options.job_name, "Its name; else one is made")->type_name("NAME");
  auto* tags = app.add_option("--tag", options.tags, "A tag of the job (repeatable)")
                   ->type_name("KEY=VALUE")
                   ->take_all()
                   ->allow_extra_args(false);
  auto* job =
      app.add_option("--job", options.job, "Follow this job, and bring its results home")->type_name("ARN");
  auto* stop =
      app.add_flag("--stop-job", options.stop, "End the job early; what is answered is brought home");
  auto* poll = app.add_option("--poll", options.poll_seconds, "Ask how it goes so often (default 30)")
                   ->type_name("SECONDS")
                   ->transform(number_in(0.01, 86'400.0));
  for (::CLI::Option* option : {s3_input, s3_output, role, name, tags, job, stop, poll})
    option->group(kGroup);
  app.footer(std::string("\n") + kExamples + "\n" + exit_codes_help());
}

}  // namespace anthropic::cli
