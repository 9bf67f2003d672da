#include "commands/batch/batch.hpp"

#include <atomic>
#include <utility>

#include "commands/batch/ask_lines.hpp"
#include "commands/batch/bar.hpp"
#include "commands/batch/books.hpp"
#include "commands/batch/check_line.hpp"
#include "commands/batch/finish.hpp"
#include "commands/batch/remote/job_engine.hpp"
#include "commands/batch/remote/job_submit.hpp"
#include "commands/batch/remote/message_batches_engine.hpp"
#include "connection/aws_session.hpp"
#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"

namespace anthropic::cli {
namespace {

using Clock = std::chrono::steady_clock;

// What a job, or Message Batches, would leave out in silence or send in vain.
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
  if (!is_job && !(connection.region.empty() && connection.profile.empty()))
    return usage_error("--engine anthropic knows no --region and no --profile", "leave them out");
  if (connection.local && is_job)
    return usage_error("--local has no S3, which a job needs",
                       "leave out --engine bedrock to ask the local endpoint");
  if (connection.local)
    return usage_error("--local knows Bedrock only",
                       "run claude-bedrock local --api-key KEY, and name its address with --endpoint-url");
  return {};
}

Result<void> check_options(const BatchOptions& options) {
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
  if (options.retry_failed && options.out.empty())
    return usage_error("--retry-failed needs the results of an earlier run", "give them with -o");
  return check_engine(options);
}

void say_cut_off(const Books& books, const BatchOptions& options, Output& err) {
  if (books.cut_off() == 0) return;
  err.write("note: the last line of " + options.out + " was not whole and was cut off (" +
            std::to_string(books.cut_off()) + " bytes); it is asked again\n");
}

// Where Bedrock's runtime is asked; empty if another platform is, or no region is known.
std::string bedrock_region(const BatchOptions& options) {
  const ConnectionOptions& connection = options.connection;
  const bool is_runtime = connection.platform == "bedrock" || connection.platform == "bedrock-messages";
  if (options.engine == BatchEngine::anthropic || !is_runtime) return {};
  if (connection.local) return connection.region;
  return open_session({.region = connection.region, .profile = connection.profile}).region().value_or("");
}

// Where the lines would be asked.
PlatformKind platform_kind_of(const BatchOptions& options) {
  const std::string& platform = options.connection.platform;
  if (options.engine == BatchEngine::bedrock) return PlatformKind::invoke_model;
  if (options.engine == BatchEngine::anthropic || platform == "anthropic") return PlatformKind::first_party;
  if (platform == "aws") return PlatformKind::claude_on_aws;
  if (platform == "mantle") return PlatformKind::mantle;
  return platform == "bedrock-messages" ? PlatformKind::runtime_messages : PlatformKind::invoke_model;
}

// Reads every line, and asks none.
int run_dry(const BatchOptions& options, Console& console) {
  BooksOptions books_options = books_options_of(options);
  books_options.out.clear();
  books_options.keeps_nothing = true;
  const bool is_job = options.engine == BatchEngine::bedrock;
  const PlatformKind platform = platform_kind_of(options);
  const std::string region = bedrock_region(options);
  OneModel one_model(options, region);
  books_options.check = [&](const ParsedLine& line) {
    return is_job ? one_model.check(line) : check_line(line, platform, region);
  };
  Result<std::unique_ptr<Books>> books = Books::open(std::move(books_options), console.out);
  if (!books) return report_usage(console.err, books.error());
  std::uint64_t good = 0;
  while ((*books)->next()) ++good;
  if ((*books)->failure().kind != ErrorKind::none) return report_usage(console.err, (*books)->failure());
  if (const Result<void> has_batch = one_model.has_batch(); is_job && !has_batch)
    return report_usage(console.err, has_batch.error());
  const Tally tally = (*books)->tally();
  console.err.write(dry_run_text(**books, good));
  return tally.failed == 0 ? kExitOk : kExitSomeFailed;
}

int run_here(const BatchOptions& options, Console& console) {
  Result<std::unique_ptr<Books>> opened = Books::open(books_options_of(options), console.out);
  if (!opened) return report_usage(console.err, opened.error());
  Books& books = **opened;
  if (const Result<void> checked = check_failed_file(options, books); !checked)
    return report_usage(console.err, checked.error());

  Interrupts interrupts(Interrupts::SecondTime::stops_work);
  std::atomic<std::uint64_t> throttled = 0;
  const Result<Connection> connection =
      Connection::open(options.connection, console, [&](const CallRecord& call) {
        if (call.error && call.error->kind == ErrorKind::rate_limit) books.set_throttled(++throttled);
      });
  if (!connection) return report_error(console.err, connection.error());
  if (const Result<void> begun = begin_books(options, books); !begun) {
    report_usage(console.err, begun.error());
    return kExitUnexpected;
  }
  say_cut_off(books, options, console.err);
  AskLines asking(connection->messages(), books, interrupts, bedrock_region(options));
  const auto began = Clock::now();
  Error ended_early;
  {
    ProgressView view(console.err, [&] {
      ProgressView::View now{.tally = books.tally()};
      const std::string in_flight = std::to_string(asking.in_flight()) + " in flight";
      now.note = console.err.has_colour() ? in_flight : "";
      if (interrupts.signal() != 0) now.note = "ending";
      return now;
    });
    const std::stop_callback first(interrupts.token(), [&] {
      const std::uint64_t calls = asking.in_flight();
      view.say("finishing " + std::to_string(calls) + (calls == 1 ? " call" : " calls") +
               " in flight; Ctrl-C again stops at once");
    });
    const std::stop_callback second(interrupts.second_token(), [&] { view.say("stopped"); });
    ended_early = asking.run({options.concurrency, options.rate});
  }
  return finish_batch({.books = books,
                       .failed_file = failed_file_of(options),
                       .out = options.out,
                       .began = began,
                       .ended_early = ended_early,
                       .signal = interrupts.signal()},
                      console);
}

}  // namespace

int run_batch(const BatchOptions& options, Console& console) {
  if (const Result<void> checked = check_options(options); !checked)
    return report_usage(console.err, checked.error());
  if (const Result<void> checked = check_model_options(options.model); !checked)
    return report_usage(console.err, checked.error());
  if (options.dry_run) return run_dry(options, console);
  if (options.engine == BatchEngine::bedrock) return run_job(options, console);
  if (options.engine == BatchEngine::anthropic) return run_message_batches(options, console);
  return run_here(options, console);
}

}  // namespace anthropic::cli
