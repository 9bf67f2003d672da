#pragma once

#include <string>

#include <anthropic/json.hpp>
#include <anthropic/operations/costs.hpp>

#include "charts/bar_chart.hpp"
#include "charts/table.hpp"
#include "report/report.hpp"

// Costs as they are shown.

namespace anthropic::internal::cli {

/// What was asked for, and what came of it. `by` is as the command line has it.
struct ShownCosts {
  const operations::CostsInput& input;
  const operations::CostsOutput& output;
  std::string by = {};
};

Table costs_table(const ShownCosts& costs);
/// A bar for each day, or for each row where there are no days.
std::vector<Bar> costs_bars(const ShownCosts& costs);
/// Total, comparison, forecast, and what is to be known of the figures: lines with their ends.
std::string costs_summary(const ShownCosts& costs);
Json costs_json(const ShownCosts& costs);
Report costs_report(const ShownCosts& costs);

/// "2 requests to Cost Explorer, for which AWS charges 0.02 USD".
std::string price_of_query(int requests);

}  // namespace anthropic::internal::cli
