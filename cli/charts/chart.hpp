#pragma once

#include <string>
#include <vector>

namespace anthropic::internal::cli {

/// What figures count, and so how they are written.
enum class Unit { count, dollars, milliseconds, seconds, percent };

/// A figure for each label of a chart; NaN where there is none.
struct Series {
  std::string name = {};
  std::vector<double> values = {};
};

enum class ChartKind { lines, bars, stacked_bars };

/// Figures over labels, which stand in their order: costs by the day, calls by the region. A page shows them
/// as a chart with its table.
struct Chart {
  std::string title = {};
  ChartKind kind = ChartKind::lines;
  Unit unit = Unit::count;
  std::string label_heading = {};  ///< What the labels are: "Day".
  std::vector<std::string> labels = {};
  std::vector<Series> series = {};  ///< Each as long as `labels`.
};

}  // namespace anthropic::internal::cli
