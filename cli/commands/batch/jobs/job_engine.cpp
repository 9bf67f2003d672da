#include "commands/batch/jobs/job_engine.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/text/shell_word.hpp"
#include "commands/batch/jobs/job_records.hpp"
#include "commands/batch/jobs/job_results.hpp"
#include "commands/batch/jobs/job_submit.hpp"
#include "commands/batch/remote/remote_batch.hpp"
#include "commands/batch/run/finish.hpp"
#include "connection/aws_session.hpp"
#include "errors/exit_codes.hpp"
#include "errors/failed_call.hpp"
#include "errors/report_error.hpp"
#include "io/signals.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

// What AWS asks of a job unless an account has other quotas.
constexpr std::uint64_t kFewestRecords = 100;
constexpr std::uint64_t kMostRecords = 50'000;
void add_role_hint(Error& error, const BatchOptions& options) {
  if (!error.hint.empty() || options.role_arn.empty()) return;
  const bool is_about_access =
      error.kind == ErrorKind::permission_denied || error.message.find("role") != std::string::npos ||
      error.message.find("S3") != std::string::npos || error.message.find("s3") != std::string::npos;
  if (!is_about_access) return;
  error.hint = options.role_arn +
               " must trust bedrock.amazonaws.com and be allowed s3:GetObject and "
               "s3:ListBucket on " +
               options.s3_input + ", and s3:PutObject on " + options.s3_output +
               "; you must be allowed iam:PassRole on it";
}

class BedrockJob final : public RemoteBatch {
 public:
  /// The job that --job or `state` names; with `plan` a new one if they name none.
  BedrockJob(const aws::Session& session, OneModel& model, JobPlan plan, std::optional<JobState> state,
             RemoteRun& run)
      : options_(run.options),
        bedrock_(session, client_options(options_.connection.aws)),
        s3_(session),
        model_(model),
        plan_(std::move(plan)),
        file_(job_state_file(options_.out)),
        state_(state ? *std::move(state) : new_job_state(options_)),
        run_(run) {
    if (!options_.job.empty()) state_ = {.job_arn = options_.job};
  }

  Result<void> submit() override {
    if (is_under_way()) return {};
    Result<RecordsFile> records = RecordsFile::create(options_.out);
    if (!records) return records.error();
    while (const auto line = run_.ledger.next()) {
      const bool is_first = records->records() == 0;
      if (const Result<void> has_batch = model_.has_batch(); is_first && !has_batch) return has_batch;
      const Result<std::string> text = record_line(*line);
      if (!text) return text.error();
      if (const Result<void> written = records->write(*text); !written) return written;
      run_.open_lines.emplace(line->key.number, line->key);
    }
    if (run_.ledger.failure().kind != ErrorKind::none) return run_.ledger.failure();
    if (const Result<void> finished = records->finish(); !finished) return finished;
    state_.records = records->records();
    return state_.records == 0 ? Result<void>() : create(*records);
  }

  bool is_under_way() const override { return !state_.job_arn.empty(); }

  Result<void> stop() override {
    const auto stopped = bedrock_.stop_model_invocation_job({.job_identifier = state_.job_arn}, call());
    // A job that has ended cannot be stopped.
    const ErrorKind kind = stopped.error().kind;
    if (!stopped && kind != ErrorKind::conflict && kind != ErrorKind::bad_request) return stopped.error();
    return {};
  }

  Result<Progress> progress() override {
    Result<aws::ModelInvocationJob> job =
        bedrock_.get_model_invocation_job({.job_identifier = state_.job_arn}, call());
    if (!job) return job.error();
    job_ = *std::move(job);
    return Progress{.succeeded = static_cast<std::uint64_t>(job_.success_record_count.value_or(0)),
                    .failed = static_cast<std::uint64_t>(job_.error_record_count.value_or(0)),
                    .total = static_cast<std::uint64_t>(job_.total_record_count.value_or(0)),
                    .status = job_.status,
                    .has_ended = job_.is_finished()};
  }

  Result<void> fetch_results() override {
    const std::string message = job_.message.value_or("");
    run_.console.err.write("the job is " + on_one_line(job_.status) +
                           (message.empty() ? "" : ": " + on_one_line(message)) + "\n");
    const auto take = [&](RemoteAnswers& answers) -> Result<void> {
      const Result<void> read = fetch_job_results(s3_, job_, answers, run_.ledger, run_.interrupts.token());
      return read ? settle(answers) : read;
    };
    if (const Result<void> taken = take_answers(run_, "the job " + job_.job_arn, take); !taken) return taken;
    if (options_.job.empty() || !options_.in.empty()) file_.forget();
    if (job_.status != "Failed") return {};
    return Error{.kind = ErrorKind::api_status,
                 .message = "the job failed: " + (message.empty() ? "AWS gave no reason" : message)};
  }

  std::string continues() const override {
    return "the job goes on without this program; the same command follows it again";
  }

  void add_hint(Error& error) const override { add_role_hint(error, options_); }

 private:
  aws::CallOptions call() const { return {.stop_token = run_.interrupts.token()}; }

  Result<void> create(const RecordsFile& records) {
    note_quotas(state_.records);
    if (const Result<void> kept = file_.write(state_.to_json()); !kept) return kept;
    const Result<aws::S3Uri> place =
        upload_records(s3_, records, plan_, state_.job_name, run_.interrupts.token());
    if (!place) return place.error();
    aws::CreateModelInvocationJobInput input;
    input.job_name = state_.job_name;
    input.role_arn = plan_.role_arn;
    input.model_id = model_.id();
    input.input_data_config.s3_uri = "s3://" + place->bucket + "/" + place->key;
    input.output_data_config.s3_uri = plan_.output;
    input.tags = plan_.tags;
    input.client_request_token = state_.client_request_token;
    const auto created = bedrock_.create_model_invocation_job(input, call());
    if (!created) {
      // Refused for good: the next try is another job.
      const ErrorKind kind = created.error().kind;
      if (kind == ErrorKind::bad_request || kind == ErrorKind::permission_denied) file_.forget();
      return created.error();
    }
    state_.job_arn = created->job_arn;
    if (const Result<void> kept = file_.write(state_.to_json()); !kept) return kept;
    const std::string shown = on_one_line(state_.job_arn);
    run_.console.err.write(
        "job " + shown + " has " + with_thousands(state_.records) +
        " records; to follow it from elsewhere: claude-bedrock batch --engine bedrock --job " +
        shell_word(shown) + " -o OUT.jsonl\n");
    return {};
  }

  void note_quotas(std::uint64_t records) {
    if (records < kFewestRecords)
      run_.console.err.write("note: " + std::to_string(records) +
                             " records; Bedrock takes jobs of at least " + std::to_string(kFewestRecords) +
                             ", unless your quotas say otherwise\n");
    if (records > kMostRecords)
      run_.console.err.write("note: " + with_thousands(records) + " records; Bedrock takes jobs of at most " +
                             with_thousands(kMostRecords) + ", unless your quotas say otherwise\n");
  }

  // Answers of a job that is Completed are paid for, so they are not asked for anew unasked.
  Result<void> settle(RemoteAnswers& answers) const {
    constexpr std::uint64_t kLastLine = std::numeric_limits<std::uint64_t>::max();
    if (job_.status != "Completed") return answers.finish(0, 1, kLastLine);
    const bool is_any_awaited =
        options_.in.empty() ? run_.ledger.tally().done() == 0 : !run_.open_lines.empty();
    if (answers.is_empty() && is_any_awaited)
      return no_answers(
          run_,
          "the job " + job_.job_arn + " is Completed, but there are no answers in " + output_folder(job_),
          "job", file_.path());
    const std::int64_t counted = std::max<std::int64_t>(job_.total_record_count.value_or(0), 0);
    return answers.finish(std::max(state_.records, static_cast<std::uint64_t>(counted)), 1, kLastLine);
  }

  const BatchOptions& options_;
  aws::Bedrock bedrock_;
  aws::S3 s3_;
  OneModel& model_;
  const JobPlan plan_;
  const StateFile file_;
  JobState state_;
  aws::ModelInvocationJob job_;
  RemoteRun& run_;
};

int stop_job(const std::string& arn, const aws::Session& session, const BatchOptions& options,
             const Interrupts& interrupts, Console& console) {
  const aws::Bedrock bedrock(session, client_options(options.connection.aws));
  const auto stopped =
      bedrock.stop_model_invocation_job({.job_identifier = arn}, {.stop_token = interrupts.token()});
  if (!stopped) return report_failed_call(console, stopped.error(), interrupts);
  console.err.write("the job is stopping: " + on_one_line(arn) + "\n");
  return kExitOk;
}

}  // namespace

int run_job(const BatchOptions& options, Console& console) {
  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  const aws::Session session = open_session(options.connection.aws, interrupts.token());
  std::optional<JobState> state;
  if (options.job.empty()) {
    Result<std::optional<JobState>> kept = read_job_state(job_state_file(options.out));
    if (!kept) return report_usage(console.err, kept.error());
    state = *std::move(kept);
  }
  const std::string arn = !options.job.empty() ? options.job : state ? state->job_arn : "";
  if (options.stop && arn.empty())
    return report_usage(console.err, usage_error("there is no job to stop", "name it with --job ARN"));
  if (options.stop && options.out.empty()) return stop_job(arn, session, options, interrupts, console);
  const bool is_new = arn.empty();
  Result<JobPlan> plan = is_new ? plan_job(options) : JobPlan();
  if (!plan) return report_usage(console.err, plan.error());
  if (options.out.empty())
    return report_usage(console.err, usage_error("a job needs a file for its results", "add -o OUT.jsonl"));
  const Result<std::string> region = session.region();
  if (!region) return report_error(console.err, region.error());
  OneModel model(options, *region);
  if (const Result<void> has_batch = model.has_batch(); is_new && !has_batch)
    return report_usage(console.err, has_batch.error());
  LedgerOptions ledger_options = ledger_options_of(options);
  ledger_options.price_factor = kRemotePriceFactor;
  if (is_new) ledger_options.check = [&model](const ParsedLine& line) { return model.check(line); };
  const Result<std::unique_ptr<BatchLedger>> ledger =
      open_remote_ledger(options, std::move(ledger_options), console);
  if (!ledger) return report_usage(console.err, ledger.error());
  RemoteRun run{.options = options, .ledger = **ledger, .interrupts = interrupts, .console = console};
  BedrockJob job(session, model, *std::move(plan), std::move(state), run);
  return run_remote_batch(job, run);
}

}  // namespace anthropic::internal::cli
