#pragma once

#include <optional>

#include "local/server/exchange.hpp"

namespace anthropic::internal::local {

/// AWS's public price list of a region, which nobody signs for: the catalogue's prices in AWS's form. Nothing
/// for a request that is for something else.
std::optional<Answer> answer_price_list(const Request& request);

}  // namespace anthropic::internal::local
