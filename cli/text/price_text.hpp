#pragma once

#include <string>

#include <anthropic/json.hpp>

namespace anthropic::internal::cli {

/// US dollars, with as many digits as it takes: "4.40", "0.125", "0.00021"; at least two after the point, at most
/// three that are not zero where it is below 1.
std::string price_text(double dollars);

/// US dollars for JSON, without what binary fractions leave behind: 0.11, not 0.11000000000000001.
Json price_json(double dollars);

}  // namespace anthropic::internal::cli
