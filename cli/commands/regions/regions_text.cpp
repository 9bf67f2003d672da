#include "commands/regions/regions_text.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <anthropic/model_catalog.hpp>

#include "base/text/text.hpp"
#include "charts/bar_chart.hpp"
#include "charts/figures.hpp"
#include "charts/text_table.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

using operations::MeasurementPlan;
using operations::ModelRegion;
using operations::RegionalModel;
using operations::RegionMeasurement;
using operations::RegionProbe;
using operations::Spread;
using std::chrono::microseconds;

double milliseconds_of(microseconds time) {
  return static_cast<double>(time.count()) / 1000;
}

// Fractions are told of what is shorter than 10 ms.
std::string time_text(microseconds time) {
  const double value = milliseconds_of(time);
  return figure_text(value < 10 ? std::round(value * 10) / 10 : std::round(value), Unit::milliseconds);
}

std::string answered_in(const RegionalModel& model) {
  return model.geography == "global" ? "any commercial region" : joined(model.destinations);
}

std::string state_of(const ModelRegion& region) {
  if (region.error) return "not told";
  return region.is_live && region.lifecycle.empty() ? "not listed" : region.lifecycle;
}

bool is_live(const std::vector<ModelRegion>& regions) {
  return std::any_of(regions.begin(), regions.end(),
                     [](const ModelRegion& region) { return region.is_live || region.error; });
}

Bar bar_of(const RegionMeasurement& region) {
  const std::string failed = region.failures == 0 ? "" : std::to_string(region.failures) + " failed";
  return {.label = region.region,
          .value = region.first_token ? milliseconds_of(region.first_token->median) : std::nan(""),
          .note = failed,
          .is_alarming = region.failures > 0};
}

void add_notes(const std::vector<std::string>& notes, StyledText& text) {
  for (const std::string& note : notes) text.plain("- " + note + "\n");
}

Json milliseconds_json(const std::optional<microseconds>& time) {
  return time ? Json(milliseconds_of(*time)) : Json(nullptr);
}

Json spread_json(const std::optional<Spread>& spread) {
  if (!spread) return nullptr;
  return Json::object({{"fastest", milliseconds_of(spread->fastest)},
                       {"median", milliseconds_of(spread->median)},
                       {"slowest", milliseconds_of(spread->slowest)}});
}

Json error_json(const std::optional<Error>& error) {
  if (!error) return nullptr;
  return Json::object(
      {{"kind", to_string(error->kind)}, {"status", error->status}, {"message", error->message}});
}

Json list_json(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) list.push_back(text);
  return list;
}

Json region_json(const ModelRegion& region) {
  Json models = Json::array();
  for (const RegionalModel& model : region.models) {
    models.push_back(
        Json::object({{"id", model.id},
                      {"geography", model.geography.empty() ? Json(nullptr) : Json(model.geography)},
                      {"destinations", list_json(model.destinations)}}));
  }
  return Json::object({{"region", region.region},
                       {"models", std::move(models)},
                       {"lifecycle", region.lifecycle.empty() ? Json(nullptr) : Json(region.lifecycle)},
                       {"live", region.is_live},
                       {"error", error_json(region.error)}});
}

Json measured_json(const RegionMeasurement& region) {
  Json probes = Json::array();
  for (const RegionProbe& probe : region.probes) {
    probes.push_back(Json::object({{"connection_ms", milliseconds_json(probe.connection)},
                                   {"first_token_ms", milliseconds_json(probe.first_token)},
                                   {"input_tokens", probe.input_tokens},
                                   {"output_tokens", probe.output_tokens},
                                   {"error", error_json(probe.error)}}));
  }
  return Json::object({{"region", region.region},
                       {"model_id", region.model_id},
                       {"connection_ms", spread_json(region.connection)},
                       {"first_token_ms", spread_json(region.first_token)},
                       {"failures", region.failures},
                       {"cost", region.cost},
                       {"probes", std::move(probes)}});
}

Json geography_json(const operations::Geography& geography) {
  return Json::object({{"name", geography.name},
                       {"description", geography.description},
                       {"sources", list_json(geography.sources)},
                       {"destinations", list_json(geography.destinations)},
                       {"models", list_json(geography.models)},
                       {"missing_models", list_json(geography.missing_models)},
                       {"notes", list_json(geography.notes)}});
}

double cost_of(const std::vector<RegionMeasurement>& measured) {
  double cost = 0;
  for (const RegionMeasurement& region : measured) cost += region.cost;
  return cost;
}

Chart measured_chart(const std::vector<RegionMeasurement>& measured) {
  Chart chart{.title = "Time to the first token",
              .kind = ChartKind::bars,
              .unit = Unit::milliseconds,
              .label_heading = "Region",
              .series = {{.name = "fastest"}, {.name = "median"}, {.name = "slowest"}}};
  for (const RegionMeasurement& region : measured) {
    chart.labels.push_back(region.region);
    const auto add = [&](std::size_t series, microseconds Spread::*time) {
      const double value = region.first_token ? milliseconds_of((*region.first_token).*time) : std::nan("");
      chart.series[series].values.push_back(value);
    };
    add(0, &Spread::fastest);
    add(1, &Spread::median);
    add(2, &Spread::slowest);
  }
  return chart;
}

}  // namespace

Table regions_table(const std::vector<ModelRegion>& regions) {
  Table table{.caption = "Where the model is served", .columns = {{"REGION"}, {"MODEL ID"}, {"ANSWERED IN"}}};
  const bool has_state = is_live(regions);
  if (has_state) table.columns.insert(table.columns.begin() + 1, Column{"STATE"});
  for (const ModelRegion& region : regions) {
    std::vector<std::string> begin = {region.region};
    if (has_state) begin.push_back(state_of(region));
    if (region.models.empty()) {
      begin.emplace_back("not served");
      table.rows.push_back(begin);
    }
    for (const RegionalModel& model : region.models) {
      std::vector<std::string> row = begin;
      row.push_back(model.id);
      row.push_back(answered_in(model));
      table.rows.push_back(std::move(row));
      begin.assign(begin.size(), "");
    }
  }
  return table;
}

Table measured_table(const std::vector<RegionMeasurement>& measured) {
  Table table{.caption = "Measured from here",
              .columns = {{"REGION"},
                          {"FIRST TOKEN", true},
                          {"FASTEST", true},
                          {"SLOWEST", true},
                          {"CONNECTION", true},
                          {"FAILED", true},
                          {"MODEL ID"}}};
  for (const RegionMeasurement& region : measured) {
    const auto text = [](const std::optional<Spread>& spread, microseconds Spread::*time) {
      return spread ? time_text((*spread).*time) : "-";
    };
    table.rows.push_back(
        {region.region, text(region.first_token, &Spread::median), text(region.first_token, &Spread::fastest),
         text(region.first_token, &Spread::slowest), text(region.connection, &Spread::median),
         std::to_string(region.failures) + " of " + std::to_string(region.probes.size()), region.model_id});
  }
  return table;
}

StyledText regions_text(const RegionsFound& found, const TextStyle& style) {
  StyledText text(style.has_colour);
  if (!found.measured.empty()) {
    std::vector<Bar> bars;
    for (const RegionMeasurement& region : found.measured) bars.push_back(bar_of(region));
    text.append(text_table(measured_table(found.measured), style));
    text.plain("\nmedian time to the first token\n");
    text.append(bar_chart(bars, Unit::milliseconds, style));
    text.plain("cost: about " + figure_text(cost_of(found.measured), Unit::dollars) + "\n");
  } else {
    text.append(text_table(regions_table(found.regions), style));
  }
  if (found.geography) {
    text.plain("\n" + found.geography->name + ": " + found.geography->description + "\n");
    add_notes(found.geography->notes, text);
  }
  return text;
}

Json regions_json(const RegionsFound& found) {
  Json json = Json::object({{"model", found.model}, {"as_of", model_catalog_date()}});
  if (found.geography) json.set("geography", geography_json(*found.geography));
  if (found.measured.empty()) {
    Json regions = Json::array();
    for (const ModelRegion& region : found.regions) regions.push_back(region_json(region));
    json.set("regions", std::move(regions));
    return json;
  }
  Json measured = Json::array();
  for (const RegionMeasurement& region : found.measured) measured.push_back(measured_json(region));
  json.set("cost", cost_of(found.measured));
  json.set("measured", std::move(measured));
  return json;
}

Report regions_report(const RegionsFound& found) {
  Report report{.title = "Regions for " + found.model};
  if (!found.measured.empty()) {
    report.notes.push_back("Measured from this machine; cost: about " +
                           figure_text(cost_of(found.measured), Unit::dollars) + ".");
    report.sections.push_back(
        {.chart = measured_chart(found.measured), .table = measured_table(found.measured)});
  } else {
    report.notes.push_back(is_live(found.regions)
                               ? "As AWS lists it."
                               : "As of " + std::string(model_catalog_date()) + ", without asking AWS.");
    report.sections.push_back({.table = regions_table(found.regions)});
  }
  if (found.geography)
    report.sections.push_back({.heading = found.geography->name + ": " + found.geography->description,
                               .notes = found.geography->notes});
  return report;
}

std::string plan_text(const MeasurementPlan& plan) {
  const std::size_t regions = plan.targets.size();
  const std::string cost =
      plan.cost ? "at most " + figure_text(*plan.cost, Unit::dollars) : "at a price that is not known";
  return "measuring " + std::to_string(regions) + (regions == 1 ? " region" : " regions") + " with " +
         std::to_string(plan.calls) + " real calls, " + cost + "; they count against your quotas\n";
}

std::string failures_text(const RegionsFound& found) {
  std::string text;
  if (found.regions.empty() && found.measured.empty())
    text += "no region is known to serve the model so; --live asks AWS\n";
  for (const ModelRegion& region : found.regions) {
    if (region.error) text += on_one_line(region.region + ": " + region.error->to_string()) + "\n";
  }
  for (const RegionMeasurement& region : found.measured) {
    const auto failed = std::find_if(region.probes.begin(), region.probes.end(),
                                     [](const RegionProbe& probe) { return probe.error.has_value(); });
    if (failed == region.probes.end()) continue;
    text += on_one_line(region.region + ": " + std::to_string(region.failures) + " of " +
                        std::to_string(region.probes.size()) + " failed: " + failed->error->to_string()) +
            "\n";
  }
  return text;
}

}  // namespace anthropic::internal::cli
