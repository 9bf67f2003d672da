#pragma once

#include <string>

#include "charts/chart.hpp"

namespace anthropic::internal::cli {

/// The chart as a picture that does not move, for a page without the library that draws them: its ten largest
/// series, over a scale from zero. The table beside it has the figures.
std::string svg_chart(const Chart& chart);

}  // namespace anthropic::internal::cli
