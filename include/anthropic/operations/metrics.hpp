#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <anthropic/aws/session.hpp>
#include <anthropic/operations/quotas.hpp>
#include <anthropic/result.hpp>

namespace anthropic::inline v0::operations {

/// What CloudWatch has counted in a span of time.
struct MetricSums {
  double invocations = 0;    ///< Requests that were accepted; throttled ones are not among them.
  double throttles = 0;      ///< Requests that a quota has refused: neither invocations nor errors.
  double client_errors = 0;  ///< Other refusals: 4xx.
  double server_errors = 0;  ///< 5xx
  double input_tokens = 0;   ///< Without those of the cache, on bedrock-runtime; on Mantle with them.
  double cache_read_tokens = 0;
  double cache_write_tokens = 0;
  double output_tokens = 0;
  /// Tokens that count against the quota a minute, as AWS estimates them after a call: what is reserved for
  /// `max_tokens` while the call lasts is not among them.
  double quota_tokens = 0;
  double latency_ms = 0;  ///< Of all calls together; see mean_latency_ms().
  double latency_samples = 0;
  double first_token_ms = 0;  ///< Of all streams together; see mean_first_token_ms().
  double first_token_samples = 0;

  double total_input_tokens() const { return input_tokens + cache_read_tokens + cache_write_tokens; }
  std::optional<double> mean_latency_ms() const;
  /// Until the first token of a stream.
  std::optional<double> mean_first_token_ms() const;

  MetricSums& operator+=(const MetricSums& other);
};

/// Of these a half, nine tenths, and 99 of a hundred are below. Empty where nothing was measured.
struct MetricPercentiles {
  std::optional<double> p50 = {};
  std::optional<double> p90 = {};
  std::optional<double> p99 = {};
};

/// One id by which a model was called: its own, or that of an inference profile.
struct ModelIdMetrics {
  std::string id = {};
  MetricSums total = {};
  /// Percentiles cannot be added up, so each id has its own. Of a window of more than a day they are those of
  /// its slowest day.
  MetricPercentiles latency_ms = {};
  MetricPercentiles first_token_ms = {};
  /// The most quota_tokens of a minute; of what is older than 15 days, as the mean of five minutes or an hour.
  double busiest_quota_tokens_per_minute = 0;
};

/// The busiest minutes of a model's calls that one quota counts: on bedrock-runtime by
/// MetricSums::quota_tokens, in which each token of an answer counts as burn_down_rate(); on Mantle by the tokens
/// of the input, or of the output. Of what is older than 15 days, means of five minutes or an hour.
struct QuotaPeak {
  QuotaScope scope = QuotaScope::cross_region;
  double tokens_per_minute = 0;                     ///< In the busiest minute of all.
  std::chrono::system_clock::time_point when = {};  ///< Where that begins.
  std::vector<double> by_period = {};               ///< In the busiest minute of each period.
};

/// One model at one endpoint.
struct ModelMetrics {
  std::string endpoint = {};  ///< "bedrock-runtime" or "bedrock-mantle"
  std::string model = {};  ///< The id of the model table; of a model that it lacks, the id that was called.
  std::string name = {};   ///< "Claude Haiku 4.5"
  MetricSums total = {};   ///< Of all ids.
  std::vector<MetricSums> periods = {};  ///< The same, one for each of BedrockMetrics::times.
  std::vector<ModelIdMetrics> ids = {};
  std::vector<QuotaPeak> quota_peaks = {};  ///< One for each quota that its calls took from.
};

/// How Claude was used in one account and region.
struct BedrockMetrics {
  std::chrono::system_clock::time_point since = {};  ///< The beginning of the first period.
  std::chrono::system_clock::time_point until = {};  ///< The end of the last.
  std::chrono::seconds period{0};
  std::vector<std::chrono::system_clock::time_point> times = {};  ///< Where each period begins.
  std::vector<ModelMetrics> models = {};                          ///< The most used first.
  std::vector<std::string> notes = {};  ///< What the figures do not tell, a sentence each.
};

struct BedrockMetricsOptions {
  std::chrono::system_clock::time_point since = {};  ///< Else 24 hours before `until`.
  std::chrono::system_clock::time_point until = {};  ///< Else now.
  /// A multiple of a minute; 0: one that CloudWatch still has, and that makes 60 periods or a few more.
  std::chrono::seconds period{0};
  std::string model = {};          ///< An alias, an id or an ARN: this model alone, under all of its ids.
  aws::ClientOptions client = {};  ///< For each service that is asked.
};

/// Asks CloudWatch what it has measured about Claude: `AWS/Bedrock` (bedrock-runtime) and `AWS/BedrockMantle`.
/// Which ids there are, it asks, too; the ids of one model are added up. Needs cloudwatch:ListMetrics and
/// cloudwatch:GetMetricData, and bedrock:ListInferenceProfiles where application profiles were called. AWS
/// charges for each metric that is got. A `model` that neither the model table nor CloudWatch has, and that is
/// no ARN or id of an application inference profile, is refused (ErrorKind::bad_request).
///
///     auto metrics = anthropic::operations::bedrock_metrics(session, {.model = "sonnet"});
///     for (const auto& model : metrics->models) std::cout << model.name << ": " << model.total.invocations;
Result<BedrockMetrics> bedrock_metrics(const aws::Session& session, const BedrockMetricsOptions& options = {},
                                       const aws::CallOptions& call = {});

/// A quota a minute, and the most that was taken from it.
struct QuotaUse {
  QuotaPeak peak = {};
  std::optional<ModelQuota> quota = {};  ///< Empty: Service Quotas lists none for these calls.

  /// Which part of it so many tokens are: 0.5 is half. Empty without a quota, and of one that is 0.
  std::optional<double> share(double tokens_per_minute) const;
  std::optional<double> share() const { return share(peak.tokens_per_minute); }
};

/// How much a model has taken from each of its quotas a minute, at the most. AWS also takes a call's whole
/// `max_tokens` while it lasts, which no metric shows: calls may be throttled although less than all was used.
///
///     const auto quotas = anthropic::operations::list_bedrock_quotas(session);
///     for (const auto& use : quota_use(metrics->models[0], *quotas)) std::cout << use.share().value_or(0);
std::vector<QuotaUse> quota_use(const ModelMetrics& model, const std::vector<aws::ServiceQuota>& quotas);

}  // namespace anthropic::inline v0::operations
