#include "commands/metrics/metrics_report.hpp"

#include <cmath>
#include <functional>

#include "base/time/time_format.hpp"
#include "commands/metrics/metrics_text.hpp"

namespace anthropic::internal::cli {
namespace {

using operations::BedrockMetrics;
using operations::MetricSums;
using operations::ModelMetrics;
using operations::QuotaUse;

using Figure = std::function<double(const MetricSums&)>;

ReportSection over_time(const BedrockMetrics& metrics, std::string title, ChartKind kind, Unit unit,
                        const Figure& figure) {
  Chart chart{.title = std::move(title), .kind = kind, .unit = unit, .label_heading = "From"};
  for (const auto time : metrics.times) chart.labels.push_back(format_iso8601(time));
  for (const ModelMetrics& model : metrics.models) {
    Series series{.name = model.name + (model.endpoint == "bedrock-mantle" ? " (Mantle)" : "")};
    for (const MetricSums& period : model.periods) series.values.push_back(figure(period));
    chart.series.push_back(std::move(series));
  }
  return {.chart = std::move(chart)};
}

/// Which part of each quota was used, in the busiest minute of each period.
ReportSection use_of_quotas(const BedrockMetrics& metrics, const BedrockQuotas& quotas) {
  Chart chart{.title = "Use of the quotas a minute",
              .kind = ChartKind::lines,
              .unit = Unit::percent,
              .label_heading = "From"};
  for (const auto time : metrics.times) chart.labels.push_back(format_iso8601(time));
  for (const ModelMetrics& model : metrics.models) {
    for (const QuotaUse& use : quota_use(model, quotas)) {
      if (!use.share()) continue;
      Series& series = chart.series.emplace_back(Series{.name = quota_name(model, use.peak)});
      for (const double tokens : use.peak.by_period) series.values.push_back(100 * *use.share(tokens));
    }
  }
  ReportSection section{
      .notes = {
          "In the busiest minute of each period. While a call lasts, AWS also takes its whole max_tokens, "
          "which no metric shows."}};
  if (!chart.series.empty()) section.chart = std::move(chart);
  section.table = quotas_table(metrics, quotas);
  return section;
}

double or_nothing(const std::optional<double>& value) {
  return value.value_or(std::nan(""));
}

}  // namespace

Report metrics_report(const BedrockMetrics& metrics, const BedrockQuotas& quotas, const std::string& region) {
  Report report{.title = "Claude on Amazon Bedrock: metrics", .notes = {metrics_heading(metrics, region)}};
  report.notes.insert(report.notes.end(), metrics.notes.begin(), metrics.notes.end());
  if (metrics.models.empty()) return report;
  const auto add = [&](const char* title, ChartKind kind, Unit unit, const Figure& figure) {
    report.sections.push_back(over_time(metrics, title, kind, unit, figure));
  };
  add("Calls", ChartKind::stacked_bars, Unit::count, &MetricSums::invocations);
  add("Throttled requests", ChartKind::stacked_bars, Unit::count, &MetricSums::throttles);
  add("Errors", ChartKind::stacked_bars, Unit::count,
      [](const MetricSums& sums) { return sums.client_errors + sums.server_errors; });
  add("Input tokens, with those of the cache", ChartKind::stacked_bars, Unit::count,
      &MetricSums::total_input_tokens);
  add("Output tokens", ChartKind::stacked_bars, Unit::count, &MetricSums::output_tokens);
  add("Tokens that count against the quota", ChartKind::stacked_bars, Unit::count, &MetricSums::quota_tokens);
  if (ReportSection used = use_of_quotas(metrics, quotas); !used.table->rows.empty())
    report.sections.push_back(std::move(used));
  add("Mean latency", ChartKind::lines, Unit::milliseconds,
      [](const MetricSums& sums) { return or_nothing(sums.mean_latency_ms()); });
  add("Mean time to the first token", ChartKind::lines, Unit::milliseconds,
      [](const MetricSums& sums) { return or_nothing(sums.mean_first_token_ms()); });
  return report;
}

}  // namespace anthropic::internal::cli
