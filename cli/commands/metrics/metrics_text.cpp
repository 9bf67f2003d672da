#include "commands/metrics/metrics_text.hpp"

#include <cmath>
#include <utility>

#include "base/time/time_format.hpp"
#include "charts/figures.hpp"
#include "charts/sparkline.hpp"
#include "charts/text_table.hpp"

namespace anthropic::internal::cli {
namespace {

using operations::BedrockMetrics;
using operations::MetricPercentiles;
using operations::MetricSums;
using operations::ModelIdMetrics;
using operations::ModelMetrics;
using operations::QuotaPeak;
using operations::QuotaUse;

constexpr std::size_t kSparklineWidth = 24;

std::string count_text(double value) {
  return figure_text(std::round(value), Unit::count);
}

std::string milliseconds_text(const std::optional<double>& value) {
  return value ? figure_text(std::round(*value), Unit::milliseconds) : "-";
}

std::vector<std::string> figures_of(const MetricSums& sums) {
  return {count_text(sums.invocations),
          count_text(sums.throttles),
          count_text(sums.client_errors),
          count_text(sums.server_errors),
          count_text(sums.input_tokens),
          count_text(sums.cache_read_tokens),
          count_text(sums.cache_write_tokens),
          count_text(sums.output_tokens),
          milliseconds_text(sums.mean_latency_ms()),
          milliseconds_text(sums.mean_first_token_ms())};
}

std::string calls_line(const ModelMetrics& model, TextStyle style) {
  std::vector<double> calls;
  for (const MetricSums& period : model.periods) calls.push_back(period.invocations + period.throttles);
  style.width = kSparklineWidth;
  return sparkline(calls, style);
}

std::string endpoint_text(const ModelMetrics& model) {
  return model.endpoint == "bedrock-mantle" ? "mantle" : "runtime";
}

Table models_table(const BedrockMetrics& metrics, const TextStyle& style) {
  Table table{.columns = {{"MODEL"},
                          {"ENDPOINT"},
                          {"CALLS", true},
                          {"THROTTLED", true},
                          {"4XX", true},
                          {"5XX", true},
                          {"INPUT", true},
                          {"CACHE READ", true},
                          {"CACHE WRITE", true},
                          {"OUTPUT", true},
                          {"LATENCY", true},
                          {"FIRST TOKEN", true},
                          {"CALLS OVER TIME"}}};
  for (const ModelMetrics& model : metrics.models) {
    std::vector<std::string> row = {model.name, endpoint_text(model)};
    for (std::string& figure : figures_of(model.total)) row.push_back(std::move(figure));
    row.push_back(calls_line(model, style));
    table.rows.push_back(std::move(row));
  }
  return table;
}

void append(const MetricPercentiles& percentiles, std::vector<std::string>& row) {
  for (const auto value : {percentiles.p50, percentiles.p90, percentiles.p99})
    row.push_back(milliseconds_text(value));
}

Table ids_table(const BedrockMetrics& metrics) {
  Table table{.columns = {{"CALLED AS"},
                          {"CALLS", true},
                          {"LATENCY P50", true},
                          {"P90", true},
                          {"P99", true},
                          {"FIRST TOKEN P50", true},
                          {"P90", true},
                          {"P99", true},
                          {"QUOTA TOKENS/MIN", true}}};
  for (const ModelMetrics& model : metrics.models) {
    for (const ModelIdMetrics& id : model.ids) {
      std::vector<std::string> row = {id.id, count_text(id.total.invocations)};
      append(id.latency_ms, row);
      append(id.first_token_ms, row);
      row.push_back(count_text(id.busiest_quota_tokens_per_minute));
      table.rows.push_back(std::move(row));
    }
  }
  return table;
}

Json number_or_null(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json sums_json(const MetricSums& sums) {
  return Json::object({{"invocations", sums.invocations},
                       {"throttles", sums.throttles},
                       {"client_errors", sums.client_errors},
                       {"server_errors", sums.server_errors},
                       {"input_tokens", sums.input_tokens},
                       {"cache_read_tokens", sums.cache_read_tokens},
                       {"cache_write_tokens", sums.cache_write_tokens},
                       {"output_tokens", sums.output_tokens},
                       {"quota_tokens", sums.quota_tokens},
                       {"mean_latency_ms", number_or_null(sums.mean_latency_ms())},
                       {"mean_first_token_ms", number_or_null(sums.mean_first_token_ms())}});
}

Json percentiles_json(const MetricPercentiles& percentiles) {
  return Json::object({{"p50", number_or_null(percentiles.p50)},
                       {"p90", number_or_null(percentiles.p90)},
                       {"p99", number_or_null(percentiles.p99)}});
}

Json use_json(const QuotaUse& use) {
  return Json::object({{"scope", to_string(use.peak.scope)},
                       {"peak_tokens_per_minute", use.peak.tokens_per_minute},
                       {"peak_at", format_iso8601(use.peak.when)},
                       {"quota_tokens_per_minute", use.quota ? Json(use.quota->value) : Json(nullptr)},
                       {"quota_code", use.quota ? Json(use.quota->code) : Json(nullptr)},
                       {"share", number_or_null(use.share())}});
}

Json model_json(const ModelMetrics& model, const BedrockQuotas& quotas) {
  Json ids = Json::array();
  for (const ModelIdMetrics& id : model.ids) {
    ids.push_back(Json::object({{"id", id.id},
                                {"total", sums_json(id.total)},
                                {"latency_ms", percentiles_json(id.latency_ms)},
                                {"first_token_ms", percentiles_json(id.first_token_ms)},
                                {"busiest_quota_tokens_per_minute", id.busiest_quota_tokens_per_minute}}));
  }
  Json periods = Json::array();
  for (const MetricSums& period : model.periods) periods.push_back(sums_json(period));
  Json uses = Json::array();
  for (const QuotaUse& use : quota_use(model, quotas)) uses.push_back(use_json(use));
  return Json::object({{"endpoint", model.endpoint},
                       {"model", model.model},
                       {"name", model.name},
                       {"total", sums_json(model.total)},
                       {"ids", std::move(ids)},
                       {"quota_use", std::move(uses)},
                       {"periods", std::move(periods)}});
}

}  // namespace

std::string metrics_heading(const BedrockMetrics& metrics, const std::string& region) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(metrics.period).count();
  return region + ", " + format_iso8601(metrics.since) + " to " + format_iso8601(metrics.until) + ", by " +
         std::to_string(minutes) + " min";
}

std::string quota_name(const ModelMetrics& model, const QuotaPeak& peak) {
  return model.name + ", " + std::string(to_string(peak.scope));
}

Table quotas_table(const BedrockMetrics& metrics, const BedrockQuotas& quotas) {
  Table table{.caption = "Tokens a minute, at the most",
              .columns = {{"QUOTA"}, {"BUSIEST MINUTE"}, {"TOKENS", true}, {"OF", true}, {"USED", true}}};
  for (const ModelMetrics& model : metrics.models) {
    for (const QuotaUse& use : quota_use(model, quotas)) {
      const auto share = use.share();
      table.rows.push_back({quota_name(model, use.peak), format_iso8601(use.peak.when),
                            count_text(use.peak.tokens_per_minute),
                            use.quota ? count_text(use.quota->value) : "-",
                            share ? figure_text(100 * *share, Unit::percent) : "-"});
    }
  }
  return table;
}

StyledText metrics_text(const BedrockMetrics& metrics, const BedrockQuotas& quotas, const std::string& region,
                        const TextStyle& style) {
  StyledText text(style.has_colour);
  text.plain(metrics_heading(metrics, region) + "\n\n");
  if (metrics.models.empty()) return text.plain("CloudWatch has measured no calls of Claude in this time.\n");
  text.append(text_table(models_table(metrics, style), style)).plain("\n");
  text.append(text_table(ids_table(metrics), style));
  const Table used = quotas_table(metrics, quotas);
  if (!used.rows.empty()) text.plain("\n").append(text_table(used, style));
  return text;
}

Json metrics_json(const BedrockMetrics& metrics, const BedrockQuotas& quotas, const std::string& region) {
  Json times = Json::array();
  for (const SystemTime time : metrics.times) times.push_back(format_iso8601(time));
  Json models = Json::array();
  for (const ModelMetrics& model : metrics.models) models.push_back(model_json(model, quotas));
  Json notes = Json::array();
  for (const std::string& note : metrics.notes) notes.push_back(note);
  return Json::object({{"region", region},
                       {"since", format_iso8601(metrics.since)},
                       {"until", format_iso8601(metrics.until)},
                       {"period_seconds", metrics.period.count()},
                       {"times", std::move(times)},
                       {"models", std::move(models)},
                       {"notes", std::move(notes)}});
}

}  // namespace anthropic::internal::cli
