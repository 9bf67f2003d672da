#include "commands/batch/remote/job_engine.hpp"

#include <algorithm>
#include <atomic>
#include <limits>
#include <mutex>
#include <utility>

#include "base/clock.hpp"
#include "base/text/shell_word.hpp"
#include "commands/batch/bar.hpp"
#include "commands/batch/finish.hpp"
#include "commands/batch/remote/job_records.hpp"
#include "commands/batch/remote/job_results.hpp"
#include "commands/batch/remote/job_submit.hpp"
#include "connection/aws_session.hpp"
#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"
#include "text/text.hpp"

namespace anthropic::cli {
namespace {

// What AWS asks of a job unless an account has other quotas.
constexpr std::uint64_t kFewestRecords = 100;
constexpr std::uint64_t kMostRecords = 50'000;
constexpr double kBatchPrice = 0.5;

AwsOptions aws_options(const BatchOptions& options) {
  return {.region = options.connection.region,
          .profile = options.connection.profile,
          .endpoint_url = options.connection.endpoint_url,
          .debug = options.connection.debug};
}

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

/// One run of the command with a job.
class JobRun {
 public:
  JobRun(const BatchOptions& options, Console& console)
      : options_(options),
        console_(console),
        interrupts_(Interrupts::SecondTime::ends_program),
        session_(open_session(aws_options(options), interrupts_.token())),
        bedrock_(session_, client_options(aws_options(options))),
        s3_(session_) {}

  int run() {
    std::optional<JobState> state;
    if (options_.job.empty()) {
      Result<std::optional<JobState>> kept = read_job_state(options_.out);
      if (!kept) return report_usage(console_.err, kept.error());
      state = *std::move(kept);
    }
    std::string arn = !options_.job.empty() ? options_.job : state ? state->job_arn : "";
    if (options_.stop && arn.empty())
      return report_usage(console_.err, usage_error("there is no job to stop", "name it with --job ARN"));
    if (options_.stop && options_.out.empty()) return stop_only(arn);
    const bool is_new = arn.empty();
    if (is_new) {
      Result<JobPlan> plan = plan_job(options_);
      if (!plan) return report_usage(console_.err, plan.error());
      plan_ = *std::move(plan);
    }
    if (options_.out.empty())
      return report_usage(console_.err,
                          usage_error("a job needs a file for its results", "add -o OUT.jsonl"));
    const Result<std::string> region = session_.region();
    if (!region) return report_error(console_.err, region.error());
    one_model_.emplace(options_, *region);
    if (const Result<void> has_batch = one_model_->has_batch(); is_new && !has_batch)
      return report_usage(console_.err, has_batch.error());
    if (const Result<void> opened = open_books(is_new); !opened)
      return report_usage(console_.err, opened.error());
    if (is_new) {
      Result<std::string> submitted = submit(state ? *state : new_job_state(options_));
      if (!submitted) return end(submitted.error());
      if (submitted->empty()) return end({});
      arn = *std::move(submitted);
    } else {
      while (const auto line = books_->next()) open_lines_.emplace(line->key.number, line->key);
      records_ = state ? state->records : 0;
    }
    return see_through(arn);
  }

 private:
  aws::CallOptions call() const { return {.stop_token = interrupts_.token()}; }

  int stop_only(const std::string& arn) {
    const auto stopped = bedrock_.stop_model_invocation_job({.job_identifier = arn}, call());
    if (!stopped) return report_failed_call(console_, stopped.error(), interrupts_);
    console_.err.write("the job is stopping: " + on_one_line(arn) + "\n");
    return kExitOk;
  }

  Result<void> open_books(bool is_new) {
    BooksOptions books = books_options_of(options_);
    books.price_factor = kBatchPrice;
    if (is_new) books.check = [this](const ParsedLine& line) { return one_model_->check(line); };
    Result<std::unique_ptr<Books>> opened = Books::open(std::move(books), console_.out);
    if (!opened) return opened.error();
    books_ = *std::move(opened);
    if (const Result<void> checked = check_failed_file(options_, *books_); !checked) return checked;
    return begin_books(options_, *books_);
  }

  // Empty if there is nothing to ask.
  Result<std::string> submit(JobState state) {
    Result<RecordsFile> records = RecordsFile::create(options_.out);
    if (!records) return records.error();
    while (const auto line = books_->next()) {
      const bool is_first = records->records() == 0;
      if (const Result<void> has_batch = one_model_->has_batch(); is_first && !has_batch)
        return has_batch.error();
      const Result<std::string> text = record_line(*line);
      if (!text) return text.error();
      if (const Result<void> written = records->write(*text); !written) return written.error();
      open_lines_.emplace(line->key.number, line->key);
    }
    if (books_->failure().kind != ErrorKind::none) return books_->failure();
    if (const Result<void> finished = records->finish(); !finished) return finished.error();
    const std::uint64_t count = records->records();
    if (count == 0) return std::string();
    note_quotas(count);
    state.records = records_ = count;
    if (const Result<void> kept = write_job_state(options_.out, state); !kept) return kept.error();
    const Result<aws::S3Uri> place =
        upload_records(s3_, *records, plan_, state.job_name, interrupts_.token());
    if (!place) return place.error();
    aws::CreateModelInvocationJobInput input;
    input.job_name = state.job_name;
    input.role_arn = plan_.role_arn;
    input.model_id = one_model_->id();
    input.input_data_config.s3_uri = "s3://" + place->bucket + "/" + place->key;
    input.output_data_config.s3_uri = plan_.output;
    input.tags = plan_.tags;
    input.client_request_token = state.client_request_token;
    auto created = bedrock_.create_model_invocation_job(input, call());
    if (!created) {
      // Refused for good: the next try is another job.
      if (created.error().kind == ErrorKind::bad_request ||
          created.error().kind == ErrorKind::permission_denied)
        forget_job_state(options_.out);
      return created.error();
    }
    state.job_arn = created->job_arn;
    if (const Result<void> kept = write_job_state(options_.out, state); !kept) return kept.error();
    const std::string shown = on_one_line(state.job_arn);
    console_.err.write("job " + shown + " has " + with_thousands(static_cast<long long>(count)) +
                       " records; to follow it from elsewhere: claude-bedrock batch --engine bedrock --job " +
                       shell_word(shown) + " -o OUT.jsonl\n");
    return state.job_arn;
  }

  void note_quotas(std::uint64_t records) {
    if (records < kFewestRecords)
      console_.err.write("note: " + std::to_string(records) + " records; Bedrock takes jobs of at least " +
                         std::to_string(kFewestRecords) + ", unless your quotas say otherwise\n");
    if (records > kMostRecords)
      console_.err.write("note: " + with_thousands(static_cast<long long>(records)) +
                         " records; Bedrock takes jobs of at most " +
                         with_thousands(static_cast<long long>(kMostRecords)) +
                         ", unless your quotas say otherwise\n");
  }

  int see_through(const std::string& arn) {
    if (options_.stop) {
      const auto stopped = bedrock_.stop_model_invocation_job({.job_identifier = arn}, call());
      // A job that has ended cannot be stopped, and need not be.
      if (!stopped && stopped.error().kind != ErrorKind::conflict &&
          stopped.error().kind != ErrorKind::bad_request)
        return end(stopped.error());
    }
    Result<aws::ModelInvocationJob> job = follow(arn);
    if (!job) {
      if (interrupts_.signal() == 0) return end(job.error());
      console_.err.write("the job goes on without this program; the same command follows it again\n");
      return kExitFirstSignal + interrupts_.signal();
    }
    console_.err.write("the job is " + on_one_line(job->status) +
                       (job->message.empty() ? "" : ": " + on_one_line(job->message)) + "\n");
    AnswersHome answers("the job " + job->job_arn, options_.in.empty() ? nullptr : &open_lines_, *books_);
    Result<void> home = bring_home(s3_, *job, answers, *books_, interrupts_.token());
    if (home) home = settle(answers, *job);
    answers.report(console_.err);
    has_lost_answers_ = answers.has_lost_answers();
    if (!home) return end(home.error());
    if (options_.job.empty() || !options_.in.empty()) forget_job_state(options_.out);
    Error ended_early;
    if (job->status == "Failed") {
      ended_early.kind = ErrorKind::api_status;
      ended_early.message = "the job failed: " + (job->message.empty() ? "AWS gave no reason" : job->message);
      add_role_hint(ended_early, options_);
    }
    return end(ended_early);
  }

  // Answers of a job that is Completed are paid for, so they are not asked for anew unasked.
  Result<void> settle(AnswersHome& answers, const aws::ModelInvocationJob& job) const {
    constexpr std::uint64_t kLastLine = std::numeric_limits<std::uint64_t>::max();
    if (job.status != "Completed") return answers.finish(0, 1, kLastLine);
    const bool is_any_awaited = options_.in.empty() ? books_->tally().done() == 0 : !open_lines_.empty();
    if (answers.is_empty() && is_any_awaited) {
      Error nothing;
      nothing.kind = ErrorKind::response_validation;
      nothing.message =
          "the job " + job.job_arn + " is Completed, but there are no answers in " + output_folder(job);
      nothing.hint =
          "nothing is submitted again, which would be paid for again: this command looks there again";
      if (options_.job.empty())
        nothing.hint += "; to have a new job all the same, remove " + job_state_file(options_.out) + " first";
      return nothing;
    }
    const std::int64_t counted = job.total_record_count.value_or(0);
    return answers.finish(std::max(records_, static_cast<std::uint64_t>(std::max<std::int64_t>(counted, 0))),
                          1, kLastLine);
  }

  Result<aws::ModelInvocationJob> follow(const std::string& arn) {
    constexpr int kPatience = 10;
    RealClock clock;
    std::mutex mutex;
    aws::ModelInvocationJob seen;
    ProgressView view(console_.err, [&] {
      const std::lock_guard lock(mutex);
      ProgressView::View now{.tally = books_->tally(), .note = on_one_line(seen.status)};
      now.tally.succeeded += static_cast<std::uint64_t>(seen.success_record_count.value_or(0));
      now.tally.failed += static_cast<std::uint64_t>(seen.error_record_count.value_or(0));
      if (options_.in.empty())
        now.tally.total = static_cast<std::uint64_t>(seen.total_record_count.value_or(0));
      return now;
    });
    const auto pause = std::chrono::milliseconds(static_cast<std::int64_t>(options_.poll_seconds * 1000));
    for (int failures = 0;;) {
      Result<aws::ModelInvocationJob> job =
          bedrock_.get_model_invocation_job({.job_identifier = arn}, call());
      if (job) {
        failures = 0;
        if (job->is_finished()) return job;
        const std::lock_guard lock(mutex);
        seen = *job;
      } else if (!is_retryable(job.error()) || ++failures == kPatience) {
        return job;
      }
      if (!clock.sleep_for(pause, interrupts_.token())) {
        Error stopped;
        stopped.kind = ErrorKind::user_abort;
        return stopped;
      }
    }
  }

  int end(Error error) {
    const bool is_interrupted = error.kind == ErrorKind::user_abort && interrupts_.signal() != 0;
    if (is_interrupted) return kExitFirstSignal + interrupts_.signal();
    add_role_hint(error, options_);
    return finish_batch({.books = *books_,
                         .failed_file = options_.in.empty() ? "" : failed_file_of(options_),
                         .out = options_.out,
                         .began = began_,
                         .ended_early = std::move(error),
                         .signal = interrupts_.signal(),
                         .has_lost_answers = has_lost_answers_},
                        console_);
  }

  const BatchOptions& options_;
  Console& console_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  Interrupts interrupts_;
  aws::Session session_;
  aws::Bedrock bedrock_;
  aws::S3 s3_;
  JobPlan plan_;
  std::optional<OneModel> one_model_;
  std::unique_ptr<Books> books_;
  OpenLines open_lines_;
  std::uint64_t records_ = 0;
  bool has_lost_answers_ = false;
};

}  // namespace

int run_job(const BatchOptions& options, Console& console) {
  return JobRun(options, console).run();
}

}  // namespace anthropic::cli
