#pragma once

#include <string>

namespace anthropic::internal::cli {

/// US dollars, with as many digits as it takes: "4.40", "0.125", "0.00021"; at least two after the point, at most
/// three that are not zero where it is below 1.
std::string price_text(double dollars);

}  // namespace anthropic::internal::cli
