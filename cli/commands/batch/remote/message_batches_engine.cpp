#include "commands/batch/remote/message_batches_engine.hpp"

#include <limits>
#include <mutex>
#include <utility>

#include <anthropic/anthropic.hpp>

#include "base/clock.hpp"
#include "base/text/time_format.hpp"
#include "commands/batch/bar.hpp"
#include "commands/batch/check_line.hpp"
#include "commands/batch/finish.hpp"
#include "commands/batch/remote/answers_home.hpp"
#include "commands/batch/remote/message_batches_state.hpp"
#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"
#include "io/signals.hpp"
#include "text/text.hpp"

namespace anthropic::cli {
namespace {

// A batch may have 100,000 requests of 256 MB; smaller ones need less memory here.
constexpr std::size_t kMostRequests = 10'000;
constexpr std::size_t kMostBytes = 32 * 1024 * 1024;
constexpr double kBatchPrice = 0.5;

/// One run of the command with Message Batches.
class MessageBatchesRun {
 public:
  MessageBatchesRun(const BatchOptions& options, const MessageBatches& batches, std::unique_ptr<Books> books,
                    MessageBatchesState state, Interrupts& interrupts, Console& console)
      : options_(options),
        batches_(batches),
        books_(std::move(books)),
        state_(std::move(state)),
        interrupts_(interrupts),
        console_(console) {}

  int run() {
    Result<void> done = options_.job.empty() ? submit() : Result<void>();
    while (const auto line = books_->next()) remember(line->key);
    if (done && options_.stop) done = stop();
    if (done) done = follow();
    if (interrupts_.signal() != 0 && !done && done.error().kind == ErrorKind::user_abort) {
      console_.err.write("the batches go on without this program; the same command follows them again\n");
      return kExitFirstSignal + interrupts_.signal();
    }
    for (std::size_t i = 0; done && i < state_.submitted.size(); ++i)
      done = bring_home(state_.submitted[i], i == 0 ? 1 : state_.submitted[i - 1].last_line + 1);
    if (done) forget_message_batches(options_.out);
    return finish_batch({.books = *books_,
                         .failed_file = options_.in.empty() ? "" : failed_file_of(options_),
                         .out = options_.out,
                         .began = began_,
                         .ended_early = done.error(),
                         .signal = interrupts_.signal(),
                         .has_lost_answers = has_lost_answers_},
                        console_);
  }

 private:
  RequestOptions call() const { return {.stop_token = interrupts_.token()}; }

  void remember(const LineKey& key) { keys_.emplace(key.number, key); }

  Result<void> submit() {
    if (const Result<void> settled = settle_pending(batches_, state_, call()); !settled) return settled;
    std::vector<MessageBatchRequest> requests;
    std::size_t bytes = 0;
    std::uint64_t last_line = 0;
    while (auto line = books_->next()) {
      remember(line->key);
      if (line->key.number <= state_.last_line()) continue;
      const std::size_t size = line->size;
      if (requests.size() == kMostRequests || (bytes + size > kMostBytes && !requests.empty())) {
        if (const Result<void> sent = send(std::exchange(requests, {}), last_line); !sent) return sent;
        bytes = 0;
      }
      bytes += size;
      last_line = line->key.number;
      requests.push_back({made_up_id(line->key.number, line->key.digest), std::move(line->params)});
    }
    if (books_->failure().kind != ErrorKind::none) return books_->failure();
    return requests.empty() ? Result<void>() : send(requests, last_line);
  }

  // Not retried: a batch that arrives twice is paid for twice.
  Result<void> send(const std::vector<MessageBatchRequest>& requests, std::uint64_t last_line) {
    state_.pending_requests = static_cast<std::int64_t>(requests.size());
    state_.pending_last_line = last_line;
    state_.pending_since = format_iso8601(std::chrono::system_clock::now());
    if (const Result<void> kept = write_message_batches(options_.out, state_); !kept) return kept;
    RequestOptions once = call();
    once.max_retries = 0;
    const Result<MessageBatch> batch = batches_.create(requests, once);
    if (!batch) {
      // What was refused did not arrive.
      if (batch.error().status != 0 || batch.error().kind == ErrorKind::bad_request) {
        state_.pending_requests = 0;
        if (const Result<void> kept = write_message_batches(options_.out, state_); !kept) return kept;
      }
      return batch.error();
    }
    state_.pending_requests = 0;
    has_just_sent_ = true;
    state_.submitted.push_back({batch->id, last_line});
    console_.err.write("batch " + on_one_line(batch->id) + " has " +
                       with_thousands(static_cast<long long>(requests.size())) + " requests\n");
    return write_message_batches(options_.out, state_);
  }

  Result<void> stop() {
    for (const auto& submitted : state_.submitted) {
      const Result<MessageBatch> cancelled = batches_.cancel(submitted.id, call());
      // One that has ended cannot be cancelled, and need not be.
      const ErrorKind kind = cancelled.error().kind;
      if (!cancelled && kind != ErrorKind::bad_request && kind != ErrorKind::conflict)
        return cancelled.error();
    }
    return {};
  }

  Result<void> follow() {
    constexpr int kPatience = 10;
    RealClock clock;
    std::mutex mutex;
    MessageBatchRequestCounts counts;
    ProgressView view(console_.err, [&] {
      const std::lock_guard lock(mutex);
      ProgressView::View now{.tally = books_->tally(), .note = "in progress"};
      now.tally.succeeded += static_cast<std::uint64_t>(counts.succeeded);
      now.tally.failed += static_cast<std::uint64_t>(counts.errored);
      return now;
    });
    const auto pause = std::chrono::milliseconds(static_cast<std::int64_t>(options_.poll_seconds * 1000));
    // What has just been sent is not answered yet.
    if (has_just_sent_ && !clock.sleep_for(pause, interrupts_.token()))
      return Error{.kind = ErrorKind::user_abort};
    for (int failures = 0;;) {
      MessageBatchRequestCounts sum;
      Error failure;
      bool has_ended = true;
      for (const auto& submitted : state_.submitted) {
        const Result<MessageBatch> batch = batches_.retrieve(submitted.id, call());
        if (!batch) {
          failure = batch.error();
          break;
        }
        has_ended = has_ended && batch->ended();
        requests_[submitted.id] = batch->request_counts;
        sum.succeeded += batch->request_counts.succeeded;
        sum.errored += batch->request_counts.errored;
      }
      if (failure.kind == ErrorKind::none) {
        failures = 0;
        if (has_ended) return {};
        const std::lock_guard lock(mutex);
        counts = sum;
      } else if (!is_retryable(failure) || ++failures == kPatience) {
        return failure;
      }
      if (!clock.sleep_for(pause, interrupts_.token())) return Error{.kind = ErrorKind::user_abort};
    }
  }

  Result<void> bring_home(const MessageBatchesState::Submitted& submitted, std::uint64_t first_line) {
    const std::string source = "the batch " + submitted.id;
    AnswersHome answers(source, options_.in.empty() ? nullptr : &keys_, *books_);
    Result<void> home = take_results(submitted.id, source, answers);
    if (home) home = settle(submitted, first_line, answers);
    answers.report(console_.err);
    has_lost_answers_ = has_lost_answers_ || answers.has_lost_answers();
    return home;
  }

  Result<void> take_results(const std::string& id, const std::string& source, AnswersHome& answers) {
    MessageBatchResults results = batches_.results(id, call());
    for (std::uint64_t number = 1; const MessageBatchResult* result = results.next(); ++number) {
      const std::string place = "result " + std::to_string(number) + " of " + source;
      if (result->type.empty()) {
        answers.lose("\"custom_id\":\"" + result->custom_id + "\"", place, result->error->message);
        continue;
      }
      const std::optional<LineKey> key = answers.line_of(result->custom_id, number, place);
      if (!key) continue;
      if (result->message) {
        books_->store_success(*key, *result->message, result->message->model);
      } else if (result->type == "succeeded") {
        answers.lose(*key, place, result->error->message);
      } else if (result->type == "errored") {
        books_->store_failure(*key, *result->error);
      }
      if (books_->failure().kind != ErrorKind::none) return books_->failure();
    }
    return results.error() ? Result<void>(*results.error()) : Result<void>();
  }

  Result<void> settle(const MessageBatchesState::Submitted& submitted, std::uint64_t first_line,
                      AnswersHome& answers) {
    const MessageBatchRequestCounts& counts = requests_[submitted.id];
    const std::int64_t requests = counts.succeeded + counts.errored + counts.canceled + counts.expired;
    if (answers.is_empty() && counts.succeeded > 0) {
      Error nothing;
      nothing.kind = ErrorKind::response_validation;
      nothing.message = "the batch " + submitted.id + " has ended, but its results are empty";
      nothing.hint = "nothing is submitted again, which would be paid for again: this command looks again";
      if (options_.job.empty())
        nothing.hint +=
            "; to have a new batch all the same, remove " + message_batches_file(options_.out) + " first";
      return nothing;
    }
    const std::uint64_t last_line =
        submitted.last_line == 0 ? std::numeric_limits<std::uint64_t>::max() : submitted.last_line;
    return answers.finish(static_cast<std::uint64_t>(requests), first_line, last_line);
  }

  const BatchOptions& options_;
  const MessageBatches& batches_;
  std::unique_ptr<Books> books_;
  MessageBatchesState state_;
  Interrupts& interrupts_;
  Console& console_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  OpenLines keys_;
  std::unordered_map<std::string, MessageBatchRequestCounts> requests_;
  bool has_lost_answers_ = false;
  bool has_just_sent_ = false;
};

AnthropicOptions client_options_of(const ConnectionOptions& options) {
  AnthropicOptions client;
  client.base_url = options.endpoint_url;
  client.max_retries = options.max_retries;
  if (options.timeout_seconds)
    client.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(*options.timeout_seconds * 1000));
  client.logger = log_to_standard_error;
  client.log_level = options.debug ? LogLevel::debug : LogLevel::warn;
  return client;
}

}  // namespace

int run_message_batches(const BatchOptions& options, Console& console) {
  if (options.out.empty())
    return report_usage(console.err,
                        usage_error("batches need a file for their results", "add -o OUT.jsonl"));
  Result<MessageBatchesState> state = read_message_batches(options.out);
  if (!state) return report_usage(console.err, state.error());
  if (!options.job.empty()) {
    *state = {};
    state->submitted.push_back({options.job, 0});
  }
  if (options.stop && state->submitted.empty())
    return report_usage(console.err, usage_error("there is no batch to stop", "name it with --job ID"));

  BooksOptions books_options = books_options_of(options);
  books_options.price_factor = kBatchPrice;
  books_options.check = [](const ParsedLine& line) {
    return check_line(line, PlatformKind::first_party, "");
  };
  Result<std::unique_ptr<Books>> books = Books::open(std::move(books_options), console.out);
  if (!books) return report_usage(console.err, books.error());
  if (const Result<void> checked = check_failed_file(options, **books); !checked)
    return report_usage(console.err, checked.error());
  if (const Result<void> begun = begin_books(options, **books); !begun)
    return report_usage(console.err, begun.error());
  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  const Anthropic client(client_options_of(options.connection));
  return MessageBatchesRun(options, client.messages.batches, *std::move(books), *std::move(state), interrupts,
                           console)
      .run();
}

}  // namespace anthropic::cli
