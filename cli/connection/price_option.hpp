#pragma once

#include <string>

#include <anthropic/operations/prices.hpp>

#include "arguments/declaration.hpp"

namespace anthropic::internal::cli {

/// Declares `--prices FILE`.
void declare_price_option(Declaration& declaration, std::string& file);

/// The prices of today: those of the file, else of the file that CLAUDE_BEDROCK_PRICES names, over the
/// library's. Fails with a usage error.
Result<operations::PriceTable> open_prices(const std::string& file);

}  // namespace anthropic::internal::cli
