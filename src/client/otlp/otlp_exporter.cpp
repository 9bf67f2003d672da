#include <atomic>
#include <deque>
#include <mutex>

#include <anthropic/otlp_exporter.hpp>

#include "aws/session/session_state.hpp"
#include "base/process/of_one_process.hpp"
#include "base/process/process_end.hpp"
#include "client/monitor/sender_thread.hpp"
#include "client/otlp/make_otlp_exporter.hpp"
#include "client/otlp/otlp_json.hpp"
#include "client/otlp/otlp_sender.hpp"
#include "client/otlp/otlp_settings.hpp"
#include "client/otlp/span_metrics.hpp"
#include "client/tracing/content_attributes.hpp"

namespace anthropic::internal {
namespace {

constexpr std::size_t kLargestRequest = 4'000'000;         // CloudWatch takes 5 MB, others 64 MiB
constexpr std::size_t kLargestSpanOfCloudWatch = 200'000;  // larger ones would be refused

/// As it is sent: without what was said where that is too much.
std::string written(const Span& span, bool for_cloudwatch) {
  std::string json = otlp_span(span);
  if (json.size() <= (for_cloudwatch ? kLargestSpanOfCloudWatch : kLargestRequest)) return json;
  Span less = span;
  std::erase_if(less.attributes, [](const SpanAttribute& attribute) { return is_content(attribute.name); });
  if (!less.find("anthropic.content.truncated"))
    less.attributes.push_back({"anthropic.content.truncated", true});
  return otlp_span(less);
}

}  // namespace

class OtlpExporterState final : public OfOneProcess<OtlpExporterState>, public ThreadOwner {
 public:
  OtlpExporterState(const OtlpExporterOptions& options, std::shared_ptr<const World> world)
      : world_(std::move(world)),
        signs_(options.aws_session.has_value()),
        log_(options.logger, LogLevel::warn),
        settings_(read_otlp_settings(options, *world_->environment, log_)),
        sender_(world_, options.aws_session, log_),
        metrics_(world_->clock->now()),
        metrics_sent_(world_->clock->steady_now()) {}

  void begin();
  void ask_to_end() override {}
  void wait_for_end(const timespec&) override { say_farewell(); }
  /// Sends what is left, ten seconds at most; only the first time.
  void say_farewell();

  void add(const Span& span);
  Result<void> flush();
  std::uint64_t dropped() const { return dropped_; }

 private:
  void send_some(const std::stop_token& stop);
  std::optional<Error> send_spans(const std::stop_token& stop);
  std::optional<Error> send_metrics(const std::stop_token& stop);
  std::vector<std::string> take_batch();
  void put_back(std::vector<std::string> batch);

  const std::shared_ptr<const World> world_;
  const bool signs_;
  const Log log_;
  const Result<OtlpSettings> settings_;
  std::atomic<std::uint64_t> dropped_ = 0;

  std::mutex sending_;  // one sender at a time
  OtlpSender sender_;   // under `sending_`

  std::mutex mutex_;  // for what follows
  std::deque<std::string> queue_;
  SpanMetrics metrics_;
  SteadyTime metrics_sent_;
  bool closed_ = false;

  SenderThread thread_;
};

void OtlpExporterState::begin() {
  if (!settings_)
    return log_.write(LogLevel::error, "spans are not exported: " + settings_.error().to_string());
  if (!settings_->traces.is_on && !settings_->metrics.is_on) return;
  const auto interval = settings_->traces.is_on ? settings_->flush_interval : settings_->metrics_interval;
  thread_.begin(interval, [this](const std::stop_token& stop) { send_some(stop); });
}

void OtlpExporterState::add(const Span& span) {
  if (!settings_) return;
  const bool is_sent = settings_->traces.is_on && span.sampled;
  std::string json = is_sent ? written(span, signs_) : std::string();
  bool is_enough = false;
  {
    std::lock_guard lock(mutex_);
    if (closed_) return;
    if (settings_->metrics.is_on) metrics_.add(span);
    if (!is_sent) return;
    if (queue_.size() >= settings_->max_queued) {
      ++dropped_;
      return;
    }
    queue_.push_back(std::move(json));
    is_enough = queue_.size() == settings_->max_batch;
  }
  if (is_enough) thread_.wake();
}

std::vector<std::string> OtlpExporterState::take_batch() {
  std::vector<std::string> batch;
  std::size_t size = 0;
  std::lock_guard lock(mutex_);
  while (!queue_.empty() && batch.size() < settings_->max_batch) {
    size += queue_.front().size();
    if (!batch.empty() && size > kLargestRequest) break;
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return batch;
}

void OtlpExporterState::put_back(std::vector<std::string> batch) {
  std::lock_guard lock(mutex_);
  queue_.insert(queue_.begin(), std::make_move_iterator(batch.begin()), std::make_move_iterator(batch.end()));
}

std::optional<Error> OtlpExporterState::send_spans(const std::stop_token& stop) {
  std::optional<Error> failure;
  while (true) {
    std::vector<std::string> batch = take_batch();
    if (batch.empty()) return failure;
    const OtlpOutcome outcome =
        sender_.send(settings_->traces, otlp_traces(settings_->resource, batch), stop);
    dropped_ += static_cast<std::uint64_t>(outcome.rejected);
    if (!outcome.error) continue;
    failure = outcome.error;
    if (outcome.may_work_later) {
      put_back(std::move(batch));
      return failure;
    }
    dropped_ += batch.size();
  }
}

std::optional<Error> OtlpExporterState::send_metrics(const std::stop_token& stop) {
  Json metrics;
  {
    std::lock_guard lock(mutex_);
    metrics_sent_ = world_->clock->steady_now();
    metrics = metrics_.to_json(world_->clock->now());
  }
  if (metrics.size() == 0) return std::nullopt;
  return sender_.send(settings_->metrics, otlp_metrics(settings_->resource, std::move(metrics)), stop).error;
}

Result<void> OtlpExporterState::flush() {
  if (!settings_) return settings_.error();
  std::lock_guard one_at_a_time(sending_);
  auto failure = send_spans({});
  auto of_metrics = send_metrics({});
  if (failure) return *std::move(failure);
  if (of_metrics) return *std::move(of_metrics);
  return {};
}

void OtlpExporterState::send_some(const std::stop_token& stop) {
  std::lock_guard one_at_a_time(sending_);
  if (const auto failure = send_spans(stop))
    log_.write(LogLevel::warn, "spans were not exported: " + failure->to_string());
  bool metrics_are_due = false;
  {
    std::lock_guard lock(mutex_);
    metrics_are_due = closed_ || world_->clock->steady_now() - metrics_sent_ >= settings_->metrics_interval;
  }
  if (!metrics_are_due) return;
  if (const auto failure = send_metrics(stop))
    log_.write(LogLevel::warn, "metrics were not exported: " + failure->to_string());
}

void OtlpExporterState::say_farewell() {
  {
    std::lock_guard lock(mutex_);
    closed_ = true;
  }
  thread_.end([this](const std::stop_token& stop) { send_some(stop); });
  std::lock_guard lock(mutex_);
  if (queue_.empty()) return;
  log_.write(LogLevel::warn, std::to_string(queue_.size()) + " spans are lost");
  dropped_ += queue_.size();
  queue_.clear();
}

std::shared_ptr<OtlpExporterState> share_otlp_exporter(OtlpExporterOptions options,
                                                       std::shared_ptr<const World> world) {
  auto state = OtlpExporterState::share([options = std::move(options), world = std::move(world)] {
    auto own = world;
    if (!own) own = options.aws_session ? state_of(*options.aws_session)->world : World::real();
    auto made = std::make_unique<OtlpExporterState>(options, std::move(own));
    made->begin();
    return made;
  });
  add_thread_owner(state);
  return state;
}

}  // namespace anthropic::internal

namespace anthropic::inline v0 {

using namespace internal;

OtlpExporter::OtlpExporter(OtlpExporterOptions options)
    : OtlpExporter(share_otlp_exporter(std::move(options))) {}

OtlpExporter::OtlpExporter(std::shared_ptr<OtlpExporterState> state) : state_(std::move(state)) {}

OtlpExporter::~OtlpExporter() {
  remove_thread_owner(*state_);
  if (OtlpExporterState* const state = state_->known_in_this_process()) state->say_farewell();
}

SpanObserver OtlpExporter::observer() const {
  return [weak = std::weak_ptr<OtlpExporterState>(state_)](const Span& span) {
    if (const auto state = weak.lock()) in_this_process(state)->add(span);
  };
}

Result<void> OtlpExporter::flush() {
  return in_this_process(state_)->flush();
}

std::uint64_t OtlpExporter::dropped() const {
  return in_this_process(state_)->dropped();
}

}  // namespace anthropic::inline v0
