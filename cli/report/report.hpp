#pragma once

#include <optional>
#include <string>
#include <vector>

#include "charts/chart.hpp"
#include "charts/table.hpp"

namespace anthropic::internal::cli {

struct ReportSection {
  std::string heading = {};             ///< Else what the chart or the table is called.
  std::vector<std::string> notes = {};  ///< Paragraphs above the figures.
  std::optional<Chart> chart = {};      ///< Brings its own table, with all its figures.
  std::optional<Table> table = {};      ///< What no chart shows.
};

/// What a command found, to look at.
struct Report {
  std::string title = {};
  std::vector<std::string> notes = {};  ///< What it is of, and when: the region, the days, the account.
  std::vector<ReportSection> sections = {};
};

}  // namespace anthropic::internal::cli
