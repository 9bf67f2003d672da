#include "commands/costs/costs_output.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/text/text.hpp"
#include "charts/figures.hpp"
#include "operations/costs/decimal.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

using operations::CostRow;
using operations::CostsBy;
using operations::UsageClass;

constexpr UsageClass kClasses[] = {UsageClass::input, UsageClass::output, UsageClass::cache_read,
                                   UsageClass::cache_write, UsageClass::other};

/// Small sums need more digits to say anything.
int decimals_of(const ShownCosts& costs) {
  return std::abs(Decimal::of(costs.output.total).value()) < 1 ? 6 : 2;
}

std::string money(const std::string& amount, int decimals) {
  return Decimal::of(amount).text(decimals);
}

/// "USD" where a sum of nothing has no currency.
std::string currency_of(const ShownCosts& costs) {
  return costs.output.currency.empty() ? "USD" : costs.output.currency;
}

bool has_time(const ShownCosts& costs) {
  const CostsBy by = costs.input.by;
  return by == CostsBy::day_and_model || by == CostsBy::day || by == CostsBy::month;
}

/// What the rows are of; empty if they are of a time alone.
std::string heading_of(const ShownCosts& costs) {
  switch (costs.input.by) {
    case CostsBy::day:
    case CostsBy::month:
      return {};
    case CostsBy::tag:
      return costs.by == "profile" ? "PROFILE" : "TAG " + on_one_line(costs.input.tag_key);
    case CostsBy::region:
      return "REGION";
    case CostsBy::usage:
      return "USAGE";
    default:
      return "MODEL";
  }
}

std::string name_of(const CostRow& row) {
  return row.name.empty() ? "(none)" : on_one_line(row.name);
}

/// "1,250,000"; other units are named: "3 Units".
std::string quantities(const CostRow& row, UsageClass usage) {
  const auto found = row.usage.find(usage);
  std::string text;
  if (found == row.usage.end()) return text;
  for (const auto& [unit, quantity] : found->second) {
    if (!text.empty()) text += " + ";
    const Decimal amount = Decimal::of(quantity);
    text += unit == "tokens" ? with_thousands(std::llround(amount.value()))
                             : amount.text() + (unit.empty() ? "" : " " + on_one_line(unit));
  }
  return text;
}

bool has_usage(const ShownCosts& costs, UsageClass usage) {
  return std::any_of(costs.output.rows.begin(), costs.output.rows.end(),
                     [&](const CostRow& row) { return row.usage.contains(usage); });
}

std::string comparison_text(const ShownCosts& costs) {
  const auto& comparison = *costs.output.comparison;
  const int decimals = decimals_of(costs);
  const std::string currency = " " + currency_of(costs);
  const std::string days = std::to_string(comparison.days);
  std::string text = "last " + days + (comparison.days == 1 ? " whole day: " : " whole days: ") +
                     money(comparison.after, decimals) + currency + ", the " + days +
                     " before: " + money(comparison.before, decimals) + currency;
  const double before = Decimal::of(comparison.before).value();
  if (before > 0) {
    const double change = (Decimal::of(comparison.after).value() / before - 1) * 100;
    text += std::string(" (") + (change < 0 ? "" : "+") + figure_text(change, Unit::percent) + ")";
  }
  return text + "\n";
}

std::string forecast_text(const ShownCosts& costs) {
  std::string text;
  const std::string currency = " " + currency_of(costs);
  for (const auto& forecast : costs.output.forecast->forecast_results_by_time) {
    text += "forecast from " + forecast.time_period.start + " until " + forecast.time_period.end + ": " +
            money(forecast.mean_value, 2) + currency;
    if (forecast.prediction_interval_lower_bound && forecast.prediction_interval_upper_bound)
      text += " (80 % sure: " + money(*forecast.prediction_interval_lower_bound, 2) + " to " +
              money(*forecast.prediction_interval_upper_bound, 2) + ")";
    text += "\n";
  }
  return text;
}

bool is_incomplete(const ShownCosts& costs) {
  const auto& rows = costs.output.rows;
  return std::any_of(rows.begin(), rows.end(), [](const CostRow& row) { return !row.is_whole; });
}

Chart chart_of(const ShownCosts& costs) {
  Chart chart{.title = "Costs by day",
              .kind = ChartKind::stacked_bars,
              .unit = currency_of(costs) == "USD" ? Unit::dollars : Unit::count,
              .label_heading = "Day"};
  std::map<std::string, std::size_t> places;
  for (const auto& day : costs.output.days) {
    places.emplace(day.day, chart.labels.size());
    chart.labels.push_back(day.day + (day.is_whole ? "" : " *"));
  }
  if (costs.input.by != CostsBy::day_and_model) {
    Series total{.name = "all"};
    for (const auto& day : costs.output.days) total.values.push_back(Decimal::of(day.amount).value());
    chart.series.push_back(std::move(total));
    return chart;
  }
  for (const CostRow& row : costs.output.rows) {
    const auto place = places.find(row.time);
    if (place == places.end()) continue;
    auto series = std::find_if(chart.series.begin(), chart.series.end(),
                               [&](const Series& known) { return known.name == row.name; });
    if (series == chart.series.end()) {
      chart.series.push_back({.name = row.name, .values = std::vector<double>(chart.labels.size())});
      series = std::prev(chart.series.end());
    }
    series->values[place->second] = Decimal::of(row.amount).value();
  }
  return chart;
}

}  // namespace

Table costs_table(const ShownCosts& costs) {
  Table table{.caption = "Costs and usage"};
  const std::string heading = heading_of(costs);
  const int decimals = decimals_of(costs);
  if (has_time(costs)) table.columns.push_back({costs.input.by == CostsBy::month ? "MONTH" : "DAY"});
  if (!heading.empty()) table.columns.push_back({heading});
  table.columns.push_back({currency_of(costs), true});
  std::vector<UsageClass> shown;
  for (const UsageClass usage : kClasses) {
    if (!has_usage(costs, usage)) continue;
    shown.push_back(usage);
    table.columns.push_back({ascii_upper(to_string(usage)), true});
  }
  for (const CostRow& row : costs.output.rows) {
    std::vector<std::string> cells;
    if (has_time(costs)) cells.push_back(row.time + (row.is_whole ? "" : " *"));
    if (!heading.empty()) cells.push_back(name_of(row));
    cells.push_back(money(row.amount, decimals));
    for (const UsageClass usage : shown) cells.push_back(quantities(row, usage));
    table.rows.push_back(std::move(cells));
  }
  return table;
}

std::vector<Bar> costs_bars(const ShownCosts& costs) {
  std::vector<Bar> bars;
  if (has_time(costs) && !costs.output.days.empty()) {
    for (const auto& day : costs.output.days)
      bars.push_back(
          {.label = day.day, .value = Decimal::of(day.amount).value(), .note = day.is_whole ? "" : "*"});
    return bars;
  }
  for (const CostRow& row : costs.output.rows) {
    bars.push_back(
        {.label = row.time.empty() ? name_of(row) : row.time, .value = Decimal::of(row.amount).value()});
  }
  return bars;
}

std::string costs_summary(const ShownCosts& costs) {
  const operations::CostsOutput& output = costs.output;
  if (output.services.empty())
    return "no costs of Bedrock or Claude from " + costs.input.since + " until " + costs.input.until +
           "; costs appear on the bill about a day after the call\n";
  std::string text = "total: " + money(output.total, decimals_of(costs)) + " " + currency_of(costs) +
                     " from " + costs.input.since + " until " + costs.input.until + "\n";
  if (output.comparison) text += comparison_text(costs);
  if (output.forecast) text += forecast_text(costs);
  if (output.no_forecast) text += "no forecast: " + on_one_line(output.no_forecast->message) + "\n";
  if (is_incomplete(costs)) text += "* not over for a day yet: costs of it may still be missing\n";
  if (!output.known_tags.empty()) {
    text += "no cost has the tag " + on_one_line(costs.input.tag_key) + "; there are:";
    for (const std::string& tag : output.known_tags) text += " " + on_one_line(tag);
    text += "\n";
  }
  return text;
}

Json costs_json(const ShownCosts& costs) {
  const operations::CostsOutput& output = costs.output;
  Json json = Json::object({{"since", costs.input.since},
                            {"until", costs.input.until},
                            {"by", costs.by.empty() ? "day and model" : costs.by},
                            {"total", output.total},
                            {"currency", currency_of(costs)}});
  Json rows = Json::array();
  for (const CostRow& row : output.rows) {
    Json item = Json::object();
    if (has_time(costs)) item.set(costs.input.by == CostsBy::month ? "month" : "day", row.time);
    if (!heading_of(costs).empty()) item.set("name", row.name);
    item.set("amount", row.amount);
    if (has_time(costs)) item.set("whole", row.is_whole);
    Json usage = Json::object();
    for (const auto& [kind, units] : row.usage) {
      Json quantities = Json::object();
      for (const auto& [unit, quantity] : units) quantities.set(unit, quantity);
      usage.set(to_string(kind), std::move(quantities));
    }
    item.set("usage", std::move(usage));
    rows.push_back(std::move(item));
  }
  json.set("rows", std::move(rows));
  if (output.comparison) {
    json.set("comparison", Json::object({{"whole_days", output.comparison->days},
                                         {"before", output.comparison->before},
                                         {"after", output.comparison->after}}));
  }
  if (output.forecast) {
    Json forecast = Json::array();
    for (const auto& result : output.forecast->forecast_results_by_time) {
      Json item = Json::object({{"since", result.time_period.start},
                                {"until", result.time_period.end},
                                {"mean", result.mean_value}});
      if (result.prediction_interval_lower_bound) item.set("low", *result.prediction_interval_lower_bound);
      if (result.prediction_interval_upper_bound) item.set("high", *result.prediction_interval_upper_bound);
      forecast.push_back(std::move(item));
    }
    json.set("forecast", std::move(forecast));
  }
  if (output.no_forecast) json.set("no_forecast", output.no_forecast->message);
  Json services = Json::array();
  for (const std::string& service : output.services) services.push_back(service);
  json.set("services", std::move(services));
  json.set("requests", output.requests);
  return json;
}

Report costs_report(const ShownCosts& costs) {
  Report report{.title = "Costs of Claude on Bedrock",
                .notes = {"From " + costs.input.since + " until " + costs.input.until}};
  std::string summary = costs_summary(costs);
  for (std::size_t begin = 0; begin < summary.size();) {
    const std::size_t end = std::min(summary.find('\n', begin), summary.size());
    report.notes.push_back(summary.substr(begin, end - begin));
    begin = end + 1;
  }
  if (!costs.output.days.empty()) report.sections.push_back({.chart = chart_of(costs)});
  report.sections.push_back({.table = costs_table(costs)});
  return report;
}

std::string price_of_query(int requests) {
  const Decimal cents = Decimal::of(std::to_string(requests) + "E-2");
  return std::to_string(requests) + (requests == 1 ? " request" : " requests") +
         " to Cost Explorer, for which AWS charges " + cents.text(2) + " USD\n";
}

}  // namespace anthropic::internal::cli
