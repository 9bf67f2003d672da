#include <algorithm>
#include <atomic>
#include <iterator>
#include <mutex>
#include <stop_token>
#include <vector>

#include <anthropic/aws/cloudwatch.hpp>
#include <anthropic/aws/cloudwatch_logs.hpp>
#include <anthropic/aws/cloudwatch_monitor.hpp>

#include "aws/session/session_state.hpp"
#include "base/logging.hpp"
#include "base/option_check.hpp"
#include "base/process/of_one_process.hpp"
#include "base/process/process_end.hpp"
#include "base/text/utf8.hpp"
#include "base/time/time_format.hpp"
#include "client/monitor/call_record_json.hpp"
#include "client/monitor/sender_thread.hpp"

namespace anthropic::internal::aws {

/// What is kept of a call until it is sent.
struct MonitoredCall {
  SystemTime time;
  std::string line;
  std::string model;
  bool failed = false;
  double duration_ms = 0;
  std::optional<double> time_to_first_token_ms = {};
  std::optional<double> input_tokens = {}, output_tokens = {};
};

namespace {

constexpr std::size_t kBatchSize = 160;          // six metrics each: PutMetricData takes 1,000
constexpr std::size_t kLongestLine = 1'000'000;  // CloudWatch Logs takes 1,048,550 bytes

/// CloudWatch takes nothing else; a proxy's request id may hold any bytes.
/// Of the texts what CloudWatch Logs takes in one record; "omitted" names the others.
std::string line_of(const CallRecord& record, bool with_text) {
  std::string line = to_valid_utf8(call_record_json(record, with_text).dump());
  if (!with_text) return line;
  const std::vector<std::vector<std::string_view>> choices = {{"request"}, {"answer"}, {"request", "answer"}};
  for (const auto& names : choices) {
    if (line.size() <= kLongestLine) break;
    Json json = call_record_json(record, true);
    Json omitted = Json::array();
    for (const std::string_view name : names) {
      if (!json.contains(name)) continue;
      json.erase(name);
      omitted.push_back(name);
    }
    json.set("omitted", std::move(omitted));
    line = to_valid_utf8(json.dump());
  }
  return line;
}

MonitoredCall entry_of(const CallRecord& record, bool with_text) {
  MonitoredCall entry{.time = record.started,
                      .line = line_of(record, with_text),
                      .model = to_valid_utf8(record.model),
                      .failed = record.error != nullptr,
                      .duration_ms = static_cast<double>(record.duration.count())};
  if (record.time_to_first_token) {
    entry.time_to_first_token_ms = static_cast<double>(record.time_to_first_token->count());
  }
  if (record.message) {
    entry.input_tokens = static_cast<double>(record.message->usage.input_tokens);
    entry.output_tokens = static_cast<double>(record.message->usage.output_tokens);
  }
  return entry;
}

void add_metric(std::vector<MetricDatum>& data, const MonitoredCall& entry, const char* name,
                const char* unit, std::optional<double> value) {
  if (!value) return;
  data.push_back({.metric_name = name,
                  .dimensions = {{"ModelId", entry.model}},
                  .timestamp = entry.time,
                  .value = *value,
                  .unit = unit});
}

std::vector<MetricDatum> metrics_of(const std::vector<MonitoredCall>& entries) {
  std::vector<MetricDatum> data;
  for (const MonitoredCall& entry : entries) {
    add_metric(data, entry, "Invocations", "Count", 1);
    add_metric(data, entry, "Errors", "Count", entry.failed ? 1 : 0);
    add_metric(data, entry, "Duration", "Milliseconds", entry.duration_ms);
    add_metric(data, entry, "TimeToFirstToken", "Milliseconds", entry.time_to_first_token_ms);
    add_metric(data, entry, "InputTokens", "Count", entry.input_tokens);
    add_metric(data, entry, "OutputTokens", "Count", entry.output_tokens);
  }
  return data;
}

}  // namespace

static std::optional<Error> find_fault(const CloudWatchMonitorOptions& options) {
  return OptionCheck()
      .timeout("flush_interval", options.flush_interval)
      .count("max_queued", options.max_queued, 1)
      .fault();
}

}  // namespace anthropic::internal::aws

namespace anthropic::inline v0::aws {

using namespace internal;
using namespace internal::aws;

struct CloudWatchMonitor::State final : OfOneProcess<State>, ThreadOwner {
  State(const Session& session, CloudWatchMonitorOptions given)
      : options(std::move(given)),
        logs(session),
        metrics(session),
        log(options.logger, LogLevel::warn),
        fault(find_fault(options)) {
    if (!options.log_stream_name.empty()) return;
    const World& world = *state_of(session)->world;
    options.log_stream_name = format_amz_date(world.clock->now()) + "-" + world.random->uuid();
  }

  void begin();
  /// Sends what is left, ten seconds at most; only the first time.
  void say_farewell();
  void ask_to_end() override {}
  void wait_for_end(const timespec&) override { say_farewell(); }

  void add(const CallRecord& record);
  void send_some(const std::stop_token& stop);
  void send_the_last(const std::stop_token& stop);
  Result<void> send_all(std::stop_token stop);
  Result<void> send(std::vector<MonitoredCall>& entries, const CallOptions& call);
  void measure(const std::vector<MonitoredCall>& entries, const CallOptions& call);
  Result<void> make_stream(const CallOptions& call);

  CloudWatchMonitorOptions options;
  const CloudWatchLogs logs;
  const CloudWatch metrics;
  const Log log;
  const std::optional<Error> fault;  // of the options: nothing is kept or sent then
  std::atomic<std::uint64_t> dropped = 0;

  std::mutex sending;            // one sender at a time, so that records keep their order
  bool stream_is_there = false;  // under `sending`

  std::mutex mutex;
  std::vector<MonitoredCall> queue;
  bool closed = false;

  SenderThread thread;
};

void CloudWatchMonitor::State::add(const CallRecord& record) {
  MonitoredCall entry = entry_of(record, options.log_prompts);
  std::lock_guard lock(mutex);
  if (closed || fault) return;
  if (queue.size() >= static_cast<std::size_t>(options.max_queued)) {
    ++dropped;
    return;
  }
  queue.push_back(std::move(entry));
  if (queue.size() == kBatchSize) thread.wake();
}

void CloudWatchMonitor::State::send_some(const std::stop_token& stop) {
  const auto sent = send_all(stop);
  if (!sent)
    log.write(LogLevel::warn, "CloudWatch did not take the records of calls: " + sent.error().to_string());
}

/// Sends batch by batch; what could not be sent goes back to the front of the queue.
Result<void> CloudWatchMonitor::State::send_all(std::stop_token stop) {
  if (fault) return *fault;
  std::lock_guard one_at_a_time(sending);
  while (true) {
    std::vector<MonitoredCall> batch;
    {
      std::lock_guard lock(mutex);
      if (queue.empty()) return {};
      const auto end = queue.begin() + static_cast<std::ptrdiff_t>(std::min(queue.size(), kBatchSize));
      batch.assign(std::make_move_iterator(queue.begin()), std::make_move_iterator(end));
      queue.erase(queue.begin(), end);
    }
    auto sent = send(batch, {.stop_token = stop});
    if (sent) continue;
    std::lock_guard lock(mutex);
    queue.insert(queue.begin(), std::make_move_iterator(batch.begin()), std::make_move_iterator(batch.end()));
    return sent;
  }
}

/// Takes what was stored out of `entries`, also when it fails: sent again, it would be stored twice.
Result<void> CloudWatchMonitor::State::send(std::vector<MonitoredCall>& entries, const CallOptions& call) {
  if (options.create && !stream_is_there) {
    if (auto made = make_stream(call); !made) return made;
  }
  PutLogEventsInput input{.log_group_name = options.log_group_name,
                          .log_stream_name = options.log_stream_name};
  std::stable_sort(entries.begin(), entries.end(),
                   [](const MonitoredCall& a, const MonitoredCall& b) { return a.time < b.time; });
  for (const MonitoredCall& entry : entries) input.log_events.push_back({entry.time, entry.line});
  const auto requests = split_log_events(input);
  if (!requests) return requests.error();
  std::size_t sent = 0;
  Result<void> outcome;
  for (const PutLogEventsInput& request : *requests) {
    const auto put = logs.put_log_events(request, call);
    if (!put) {
      outcome = put.error();
      break;
    }
    sent += request.log_events.size();
    dropped += put->rejected_log_events.size();
  }
  const auto stored_end = entries.begin() + static_cast<std::ptrdiff_t>(sent);
  const std::vector<MonitoredCall> stored(std::make_move_iterator(entries.begin()),
                                          std::make_move_iterator(stored_end));
  entries.erase(entries.begin(), stored_end);
  if (!stored.empty() && !options.metrics_namespace.empty()) measure(stored, call);
  if (!outcome && outcome.error().kind == ErrorKind::not_found) stream_is_there = false;
  return outcome;
}

void CloudWatchMonitor::State::measure(const std::vector<MonitoredCall>& entries, const CallOptions& call) {
  const auto measured = metrics.put_metric_data(
      {.namespace_ = options.metrics_namespace, .metric_data = metrics_of(entries)}, call);
  if (!measured) {
    log.write(LogLevel::warn,
              "CloudWatch did not take the metrics of calls: " + measured.error().to_string());
  }
}

Result<void> CloudWatchMonitor::State::make_stream(const CallOptions& call) {
  auto made = logs.create_log_group({.log_group_name = options.log_group_name}, call);
  if (!made && made.error().kind != ErrorKind::conflict) return made;
  made = logs.create_log_stream(
      {.log_group_name = options.log_group_name, .log_stream_name = options.log_stream_name}, call);
  if (!made && made.error().kind != ErrorKind::conflict) return made;
  stream_is_there = true;
  return {};
}

CloudWatchMonitor::CloudWatchMonitor(Session session, CloudWatchMonitorOptions options)
    : state_(State::share([session = std::move(session), options = std::move(options)] {
        auto state = std::make_unique<State>(session, options);
        state->begin();
        return state;
      })) {
  add_thread_owner(state_);
}

CloudWatchMonitor::~CloudWatchMonitor() {
  remove_thread_owner(*state_);
  if (State* const state = state_->known_in_this_process()) state->say_farewell();
}

void CloudWatchMonitor::State::begin() {
  if (fault) return log.write(LogLevel::error, "the monitor of calls sends nothing: " + fault->to_string());
  thread.begin(options.flush_interval, [this](const std::stop_token& stop) { send_some(stop); });
}

void CloudWatchMonitor::State::say_farewell() {
  {
    std::lock_guard lock(mutex);
    closed = true;
  }
  thread.end([this](const std::stop_token& stop) { send_the_last(stop); });
}

void CloudWatchMonitor::State::send_the_last(const std::stop_token& stop) {
  const auto sent = send_all(stop);
  if (sent) return;
  log.write(LogLevel::warn,
            std::to_string(queue.size()) + " records of calls are lost: " + sent.error().to_string());
}

CallObserver CloudWatchMonitor::observer() const {
  return [weak = std::weak_ptr<State>(state_)](const CallRecord& record) {
    if (const auto state = weak.lock()) in_this_process(state)->add(record);
  };
}

Result<void> CloudWatchMonitor::flush() {
  return in_this_process(state_)->send_all({});
}

std::uint64_t CloudWatchMonitor::dropped() const {
  return in_this_process(state_)->dropped;
}

}  // namespace anthropic::inline v0::aws
