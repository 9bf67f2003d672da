#pragma once

#include <string>
#include <vector>

#include "charts/chart.hpp"
#include "charts/text_style.hpp"
#include "terminal/styled_text.hpp"

namespace anthropic::internal::cli {

struct Bar {
  std::string label = {};
  double value = 0;          ///< NaN: there is no figure.
  std::string note = {};     ///< Behind the figure: "of $50.00".
  bool is_alarming = false;  ///< Red where there are colours.
};

/// A line for each: its label, the bar, the figure. The longest bar takes what is left of the width; one below
/// zero has none, and its figure tells.
StyledText bar_chart(const std::vector<Bar>& bars, Unit unit, const TextStyle& style);

}  // namespace anthropic::internal::cli
