#pragma once

#include <optional>
#include <string>
#include <vector>

#include <anthropic/json.hpp>
#include <anthropic/operations/regions.hpp>

#include "base/public_names.hpp"
#include "charts/table.hpp"
#include "charts/text_style.hpp"
#include "report/report.hpp"
#include "terminal/styled_text.hpp"

namespace anthropic::internal::cli {

/// What the command found.
struct RegionsFound {
  std::string model = {};  ///< As it was asked for.
  std::optional<operations::Geography> geography = {};
  std::vector<operations::ModelRegion> regions = {};
  std::vector<operations::RegionMeasurement> measured = {};
};

Table regions_table(const std::vector<operations::ModelRegion>& regions);
Table measured_table(const std::vector<operations::RegionMeasurement>& measured);

StyledText regions_text(const RegionsFound& found, const TextStyle& style);
Json regions_json(const RegionsFound& found);
Report regions_report(const RegionsFound& found);

/// What a measurement does and costs, before it starts.
std::string plan_text(const operations::MeasurementPlan& plan);
/// A line for each region that could not be asked, or some of whose probes failed; one if there is no region.
std::string failures_text(const RegionsFound& found);

}  // namespace anthropic::internal::cli
