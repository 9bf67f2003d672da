#include <algorithm>
#include <map>
#include <tuple>

#include <anthropic/aws/bedrock_control.hpp>
#include <anthropic/aws/cloudwatch.hpp>
#include <anthropic/operations/metrics.hpp>

#include "aws/session/session_state.hpp"
#include "base/text/text.hpp"
#include "operations/metrics/found_metrics.hpp"
#include "operations/metrics/periods.hpp"
#include "operations/regions/wanted_model.hpp"

namespace anthropic::internal {
namespace {

using operations::BedrockMetrics;
using operations::BedrockMetricsOptions;
using operations::MetricSums;
using operations::ModelIdMetrics;
using operations::ModelMetrics;
using operations::QuotaPeak;
using operations::QuotaScope;

constexpr std::size_t kMostQueries = 500;  // of one call of GetMetricData
constexpr std::chrono::seconds kLongestPercentile = std::chrono::days(1);
constexpr auto kListedFor = std::chrono::days(14);

/// A query, and where what it finds belongs.
struct Planned {
  aws::MetricDataQuery query = {};
  ModelMetrics* model = nullptr;
  std::size_t id = 0;  // in the model's ids
  const SummedMetric* sum = nullptr;
  const PercentileMetric* percentile = nullptr;  // if not a sum
  QuotaScope quota = QuotaScope::cross_region;   // which a sum counts for, if it does
};

/// What was taken from one quota, by the minute or whatever CloudWatch has.
using Takings = std::map<SystemTime, double>;

/// Asks the services, and puts together what they say.
class Survey {
 public:
  Survey(const aws::Session& session, const BedrockMetricsOptions& options, const Periods& periods,
         SystemTime now, const aws::CallOptions& call)
      : cloudwatch_(session, options.client),
        bedrock_(session, options.client),
        options_(options),
        periods_(periods),
        quota_period_(std::min(shortest_period(now - periods.since), periods.length)),
        call_(call),
        wanted_(find_model(options.model)) {}

  Result<void> find(const MetricNames& names);
  /// Refuses the name of a model that neither the table nor CloudWatch has.
  Result<void> check_model() const;
  Result<void> measure();
  BedrockMetrics take();
  /// Once, however often it is said.
  void note(std::string text) {
    if (std::find(notes_.begin(), notes_.end(), text) == notes_.end()) notes_.push_back(std::move(text));
  }

 private:
  void name_application_profiles(std::vector<FoundId>& ids);
  bool is_wanted(const FoundId& found) const;
  void plan(const MetricNames& names, const FoundId& found);
  void plan_query(Planned planned, const FoundId& found, std::string_view metric, std::string_view stat,
                  std::chrono::seconds period);
  void take(const Planned& planned, const aws::MetricDataResult& result);
  QuotaPeak peak_of(QuotaScope scope, const Takings& takings) const;

  const aws::CloudWatch cloudwatch_;
  const aws::Bedrock bedrock_;
  const BedrockMetricsOptions& options_;
  const Periods periods_;
  const std::chrono::seconds quota_period_;
  const aws::CallOptions& call_;
  const ModelInfo* wanted_;
  std::map<std::pair<std::string_view, std::string>, ModelMetrics> models_;  // by endpoint and model
  std::map<std::pair<ModelMetrics*, QuotaScope>, Takings> takings_;
  std::vector<Planned> planned_;
  std::vector<std::string> notes_;
};

// What was not called in the last two weeks may exist all the same: an ARN, an application inference profile, a
// model that is newer than the table.
bool may_exist(const std::string& id) {
  if (id.starts_with("arn:")) return true;
  const bool has_form =
      id.find("anthropic.") != std::string::npos ||
      (may_be_application_profile(id) && id.find_first_of("0123456789") != std::string::npos);
  return has_form && nearest_model_id(id).empty();
}

Result<void> Survey::find(const MetricNames& names) {
  auto listed = cloudwatch_.list_metrics_all(
      {.namespace_ = std::string(names.namespace_), .dimensions = {{.name = std::string(names.dimension)}}},
      call_);
  std::vector<aws::CloudWatchMetric> metrics;
  while (const aws::CloudWatchMetric* metric = listed.next()) metrics.push_back(*metric);
  if (listed.error()) return *listed.error();
  std::vector<FoundId> ids = found_ids(names, metrics);
  name_application_profiles(ids);
  for (const FoundId& found : ids) {
    if (is_wanted(found)) plan(names, found);
  }
  return {};
}

Result<void> Survey::check_model() const {
  if (options_.model.empty() || wanted_ || !models_.empty() || may_exist(options_.model)) return {};
  return unknown_model(options_.model);
}

void Survey::name_application_profiles(std::vector<FoundId>& ids) {
  const auto is_unknown = [](const FoundId& found) {
    return !found.model && may_be_application_profile(found.id);
  };
  if (std::none_of(ids.begin(), ids.end(), is_unknown)) return;
  std::map<std::string, std::pair<const ModelInfo*, QuotaScope>, std::less<>> models;
  auto profiles = bedrock_.list_inference_profiles_all({.type_equals = "APPLICATION"}, call_);
  while (const aws::InferenceProfile* profile = profiles.next()) {
    if (profile->model_arns.empty()) continue;
    const auto model =
        std::pair(find_model(profile->model_arns.front()), quota_of_profile(profile->model_arns));
    models[profile->inference_profile_id] = model;
    models[profile->inference_profile_arn] = model;
  }
  if (profiles.error())
    note("Application inference profiles are missing, for Bedrock did not list them: " +
         profiles.error()->message);
  for (FoundId& found : ids) {
    const auto known = models.find(found.id);
    if (is_unknown(found) && known != models.end()) std::tie(found.model, found.quota) = known->second;
  }
}

bool Survey::is_wanted(const FoundId& found) const {
  if (!options_.model.empty()) return wanted_ ? found.model == wanted_ : found.id == options_.model;
  return found.model || icontains(found.id, "claude");
}

void Survey::plan(const MetricNames& names, const FoundId& found) {
  const std::string model_id = found.model ? std::string(found.model->id) : found.id;
  ModelMetrics& model = models_[{names.endpoint, model_id}];
  model.endpoint = names.endpoint;
  model.model = model_id;
  model.name = found.model ? std::string(found.model->name) : found.id;
  model.periods.resize(periods_.count());
  model.ids.push_back({.id = found.id});
  const std::size_t id = model.ids.size() - 1;
  for (const SummedMetric& sum : names.sums)
    plan_query({.model = &model, .id = id, .sum = &sum, .quota = sum.quota.value_or(found.quota)}, found,
               sum.metric, sum.stat, sum.is_of_quota ? quota_period_ : periods_.length);
  const auto whole = std::chrono::ceil<std::chrono::seconds>(periods_.until - periods_.since);
  for (const PercentileMetric& percentile : names.percentiles)
    plan_query({.model = &model, .id = id, .percentile = &percentile}, found, percentile.metric,
               percentile.stat, std::min(whole, kLongestPercentile));
}

void Survey::plan_query(Planned planned, const FoundId& found, std::string_view metric, std::string_view stat,
                        std::chrono::seconds period) {
  const auto metrics = found.metrics.find(metric);
  if (metrics == found.metrics.end()) return;
  for (const aws::CloudWatchMetric& one : metrics->second) {
    planned.query = {.id = "m" + std::to_string(planned_.size() % kMostQueries),
                     .metric = one,
                     .stat = std::string(stat),
                     .period = static_cast<int>(period.count())};
    planned_.push_back(planned);
  }
}

Result<void> Survey::measure() {
  for (std::size_t begin = 0; begin < planned_.size(); begin += kMostQueries) {
    const std::size_t size = std::min(kMostQueries, planned_.size() - begin);
    aws::GetMetricDataInput input{.start_time = periods_.since, .end_time = periods_.until};
    for (std::size_t i = 0; i < size; ++i) input.metric_data_queries.push_back(planned_[begin + i].query);
    auto pages = cloudwatch_.get_metric_data_all(input, call_);
    while (const aws::GetMetricDataOutput* page = pages.next()) {
      for (const aws::MetricDataResult& result : page->metric_data_results) {
        const auto index =
            parse_integer(std::string_view(result.id).substr(std::min<std::size_t>(1, result.id.size())));
        if (index && *index >= 0 && static_cast<std::size_t>(*index) < size)
          take(planned_[begin + static_cast<std::size_t>(*index)], result);
      }
      for (const aws::MetricDataMessage& message : page->messages) note(message.value);
    }
    if (pages.error()) return *pages.error();
  }
  return {};
}

void Survey::take(const Planned& planned, const aws::MetricDataResult& result) {
  ModelMetrics& model = *planned.model;
  ModelIdMetrics& id = model.ids[planned.id];
  for (std::size_t i = 0; i < result.values.size(); ++i) {
    const double value = result.values[i];
    if (planned.percentile) {
      std::optional<double>& percentile = id.*planned.percentile->percentiles.*planned.percentile->value;
      percentile = std::max(percentile.value_or(value), value);
      continue;
    }
    const SystemTime time = result.timestamps[i];
    if (time < periods_.since || time >= periods_.until) continue;
    const auto period = static_cast<std::size_t>((time - periods_.since) / periods_.length);
    model.periods[period].*planned.sum->sum += value;
    model.total.*planned.sum->sum += value;
    id.total.*planned.sum->sum += value;
    if (!planned.sum->is_of_quota) continue;
    const double per_minute = value / std::chrono::duration<double, std::ratio<60>>(quota_period_).count();
    takings_[{&model, planned.quota}][time] += per_minute;
    if (planned.sum->sum == &MetricSums::quota_tokens)
      id.busiest_quota_tokens_per_minute = std::max(id.busiest_quota_tokens_per_minute, per_minute);
  }
}

QuotaPeak Survey::peak_of(QuotaScope scope, const Takings& takings) const {
  QuotaPeak peak{.scope = scope, .by_period = std::vector<double>(periods_.count())};
  for (const auto& [time, per_minute] : takings) {
    double& of_period = peak.by_period[static_cast<std::size_t>((time - periods_.since) / periods_.length)];
    of_period = std::max(of_period, per_minute);
    if (per_minute <= peak.tokens_per_minute) continue;
    peak.tokens_per_minute = per_minute;
    peak.when = time;
  }
  return peak;
}

double requests(const ModelMetrics& model) {
  return model.total.invocations + model.total.throttles + model.total.client_errors;
}

BedrockMetrics Survey::take() {
  BedrockMetrics metrics{.since = periods_.since,
                         .until = periods_.until,
                         .period = periods_.length,
                         .times = periods_.times(),
                         .notes = std::move(notes_)};
  for (const auto& [of, takings] : takings_) of.first->quota_peaks.push_back(peak_of(of.second, takings));
  for (auto& [key, model] : models_) metrics.models.push_back(std::move(model));
  std::stable_sort(metrics.models.begin(), metrics.models.end(),
                   [](const ModelMetrics& a, const ModelMetrics& b) { return requests(a) > requests(b); });
  return metrics;
}

}  // namespace
}  // namespace anthropic::internal

namespace anthropic::inline v0::operations {

using namespace internal;
namespace {

std::optional<double> mean(double sum, double samples) {
  if (samples <= 0) return std::nullopt;
  return sum / samples;
}

}  // namespace

std::optional<double> MetricSums::mean_latency_ms() const {
  return mean(latency_ms, latency_samples);
}

std::optional<double> MetricSums::mean_first_token_ms() const {
  return mean(first_token_ms, first_token_samples);
}

MetricSums& MetricSums::operator+=(const MetricSums& other) {
  for (const auto sum :
       {&MetricSums::invocations, &MetricSums::throttles, &MetricSums::client_errors,
        &MetricSums::server_errors, &MetricSums::input_tokens, &MetricSums::cache_read_tokens,
        &MetricSums::cache_write_tokens, &MetricSums::output_tokens, &MetricSums::quota_tokens,
        &MetricSums::latency_ms, &MetricSums::latency_samples, &MetricSums::first_token_ms,
        &MetricSums::first_token_samples})
    this->*sum += other.*sum;
  return *this;
}

Result<BedrockMetrics> bedrock_metrics(const aws::Session& session, const BedrockMetricsOptions& options,
                                       const aws::CallOptions& call) {
  const SystemTime now = state_of(session)->world->clock->now();
  const SystemTime until = options.until == SystemTime() ? now : options.until;
  const SystemTime since = options.since == SystemTime() ? until - std::chrono::hours(24) : options.since;
  const auto periods = make_periods(since, until, options.period, now);
  if (!periods) return periods.error();
  Survey survey(session, options, *periods, now, call);
  for (const MetricNames& names : metric_names()) {
    if (auto found = survey.find(names); !found) return found.error();
  }
  if (auto checked = survey.check_model(); !checked) return checked.error();
  if (auto measured = survey.measure(); !measured) return measured.error();
  if (since < now - kListedFor)
    survey.note("CloudWatch lists only what was used in the last two weeks: what was not is missing.");
  return survey.take();
}

}  // namespace anthropic::inline v0::operations
