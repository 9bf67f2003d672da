#pragma once

#include <span>
#include <string>
#include <string_view>

#include "charts/chart.hpp"

namespace anthropic::internal::cli {

/// A figure with its unit, for people: "1,234", "$0.0012", "-$3.50", "350 ms", "12.5 %"; "-" for NaN.
std::string figure_text(double value, Unit unit);

/// The figure alone, with so many decimals: "1,234.50"; empty for NaN.
std::string plain_figure(double value, int decimals);
/// The decimals with which the figures of one chart or column are told apart.
int decimals_for(std::span<const double> values, Unit unit);

/// "US$", "ms"; empty for counts.
std::string_view unit_sign(Unit unit);

}  // namespace anthropic::internal::cli
