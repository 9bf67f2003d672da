#include "commands/batch/message_batches/message_batches_engine.hpp"

#include <limits>
#include <utility>

#include <anthropic/anthropic.hpp>

#include "base/time/time_format.hpp"
#include "commands/batch/message_batches/message_batches_state.hpp"
#include "commands/batch/remote/remote_batch.hpp"
#include "commands/batch/run/finish.hpp"
#include "connection/connection.hpp"
#include "errors/report_error.hpp"
#include "io/signals.hpp"
#include "platform/requests/preflight.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

// A batch may have 100,000 requests of 256 MB; smaller ones need less memory here.
constexpr std::size_t kMostRequests = 10'000;
constexpr std::size_t kMostBytes = 32 * 1024 * 1024;

class AnthropicBatches final : public RemoteBatch {
 public:
  AnthropicBatches(const MessageBatches& batches, StateFile file, MessageBatchesState state, RemoteRun& run)
      : batches_(batches), file_(std::move(file)), state_(std::move(state)), run_(run) {}

  Result<void> submit() override {
    if (!run_.options.job.empty()) return {};
    if (const Result<void> settled = settle_pending(batches_, state_, call()); !settled) return settled;
    std::vector<MessageBatchRequest> requests;
    std::size_t bytes = 0;
    std::uint64_t last_line = 0;
    while (auto line = run_.ledger.next()) {
      run_.open_lines.emplace(line->key.number, line->key);
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
    if (run_.ledger.failure().kind != ErrorKind::none) return run_.ledger.failure();
    if (!requests.empty()) return send(requests, last_line);
    if (!is_under_way()) file_.forget();
    return {};
  }

  bool is_under_way() const override { return !state_.submitted.empty() || state_.pending_requests != 0; }

  Result<void> stop() override {
    for (const auto& submitted : state_.submitted) {
      const Result<MessageBatch> cancelled = batches_.cancel(submitted.id, call());
      // One that has ended cannot be cancelled.
      const ErrorKind kind = cancelled.error().kind;
      if (!cancelled && kind != ErrorKind::bad_request && kind != ErrorKind::conflict)
        return cancelled.error();
    }
    return {};
  }

  Result<Progress> progress() override {
    Progress all{.status = "in progress", .has_ended = true};
    // What has just been sent is not answered yet.
    if (std::exchange(has_just_sent_, false)) return Progress{.status = all.status};
    for (const auto& submitted : state_.submitted) {
      const Result<MessageBatch> batch = batches_.retrieve(submitted.id, call());
      if (!batch) return batch.error();
      all.has_ended = all.has_ended && batch->ended();
      counts_[submitted.id] = batch->request_counts;
      all.succeeded += static_cast<std::uint64_t>(batch->request_counts.succeeded);
      all.failed += static_cast<std::uint64_t>(batch->request_counts.errored);
    }
    return all;
  }

  Result<void> fetch_results() override {
    std::uint64_t first_line = 1;
    for (const auto& submitted : state_.submitted) {
      const std::string source = "the batch " + submitted.id;
      const auto take = [&](RemoteAnswers& answers) -> Result<void> {
        const Result<void> read = read_results(submitted.id, source, answers);
        return read ? settle(submitted, first_line, answers) : read;
      };
      if (const Result<void> taken = take_answers(run_, source, take); !taken) return taken;
      first_line = submitted.last_line + 1;
    }
    file_.forget();
    return {};
  }

  std::string continues() const override {
    return "the batches go on without this program; the same command follows "
           "them again";
  }

 private:
  RequestOptions call() const { return {.stop_token = run_.interrupts.token()}; }

  // Not retried: a batch that arrives twice is paid for twice.
  Result<void> send(const std::vector<MessageBatchRequest>& requests, std::uint64_t last_line) {
    state_.pending_requests = static_cast<std::int64_t>(requests.size());
    state_.pending_last_line = last_line;
    state_.pending_since = format_iso8601(std::chrono::system_clock::now());
    if (const Result<void> kept = file_.write(state_.to_json()); !kept) return kept;
    RequestOptions once = call();
    once.max_retries = 0;
    const Result<MessageBatch> batch = batches_.create(requests, once);
    if (!batch) {
      // What was refused did not arrive.
      if (batch.error().status != 0 || batch.error().kind == ErrorKind::bad_request) {
        state_.pending_requests = 0;
        if (const Result<void> kept = file_.write(state_.to_json()); !kept) return kept;
      }
      return batch.error();
    }
    state_.pending_requests = 0;
    has_just_sent_ = true;
    state_.submitted.push_back({batch->id, last_line});
    run_.console.err.write("batch " + on_one_line(batch->id) + " has " + with_thousands(requests.size()) +
                           " requests\n");
    return file_.write(state_.to_json());
  }

  Result<void> read_results(const std::string& id, const std::string& source, RemoteAnswers& answers) {
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
        run_.ledger.store_success(*key, *result->message, result->message->model);
      } else if (result->type == "succeeded") {
        answers.lose(*key, place, result->error->message);
      } else if (result->type == "errored") {
        run_.ledger.store_failure(*key, *result->error);
      }
      if (run_.ledger.failure().kind != ErrorKind::none) return run_.ledger.failure();
    }
    return results.error() ? Result<void>(*results.error()) : Result<void>();
  }

  Result<void> settle(const MessageBatchesState::Submitted& submitted, std::uint64_t first_line,
                      RemoteAnswers& answers) {
    const MessageBatchRequestCounts& counts = counts_[submitted.id];
    const std::int64_t requests = counts.succeeded + counts.errored + counts.canceled + counts.expired;
    if (answers.is_empty() && counts.succeeded > 0)
      return no_answers(run_, "the batch " + submitted.id + " has ended, but its results are empty", "batch",
                        file_.path());
    const std::uint64_t last_line =
        submitted.last_line == 0 ? std::numeric_limits<std::uint64_t>::max() : submitted.last_line;
    return answers.finish(static_cast<std::uint64_t>(requests), first_line, last_line);
  }

  const MessageBatches& batches_;
  const StateFile file_;
  MessageBatchesState state_;
  RemoteRun& run_;
  std::unordered_map<std::string, MessageBatchRequestCounts> counts_;
  bool has_just_sent_ = false;
};

}  // namespace

int run_message_batches(const BatchOptions& options, Console& console) {
  if (options.out.empty())
    return report_usage(console.err,
                        usage_error("batches need a file for their results", "add -o OUT.jsonl"));
  StateFile file = message_batches_file(options.out);
  Result<MessageBatchesState> state = read_message_batches(file);
  if (!state) return report_usage(console.err, state.error());
  if (!options.job.empty()) {
    *state = {};
    state->submitted.push_back({options.job, 0});
  }
  if (options.stop && state->submitted.empty())
    return report_usage(console.err, usage_error("there is no batch to stop", "name it with --job ID"));

  LedgerOptions ledger_options = ledger_options_of(options);
  ledger_options.price_factor = kRemotePriceFactor;
  ledger_options.check = [](const ParsedLine& line) {
    return refuse_params(PlatformKind::first_party, line.params, "").value_or(Error{});
  };
  const Result<std::unique_ptr<BatchLedger>> ledger =
      open_remote_ledger(options, std::move(ledger_options), console);
  if (!ledger) return report_usage(console.err, ledger.error());
  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  const Anthropic client(first_party_options(options.connection));
  RemoteRun run{.options = options, .ledger = **ledger, .interrupts = interrupts, .console = console};
  AnthropicBatches batch(client.messages.batches, std::move(file), *std::move(state), run);
  return run_remote_batch(batch, run);
}

}  // namespace anthropic::internal::cli
