#pragma once

#include <span>
#include <string>

#include "charts/text_style.hpp"

namespace anthropic::internal::cli {

/// A line of figures as high as they are, a character each: "▁▂▅█▃"; a blank where there is none (NaN). More
/// figures than `style.width` are shown as the largest of neighbours, so that no peak is lost. Nothing of it
/// is higher than another where all are the same.
std::string sparkline(std::span<const double> values, const TextStyle& style);

}  // namespace anthropic::internal::cli
