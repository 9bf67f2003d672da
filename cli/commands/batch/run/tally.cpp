#include "commands/batch/run/tally.hpp"

#include <anthropic/model_catalog.hpp>

namespace anthropic::internal::cli {

void add_usage(Tally& tally, const Usage& usage, std::string_view model, double price_factor) {
  tally.input_tokens += usage.input_tokens + usage.cache_creation_input_tokens.value_or(0) +
                        usage.cache_read_input_tokens.value_or(0);
  tally.output_tokens += usage.output_tokens;
  if (price_factor <= 0) return;
  const std::optional<double> dollars = estimate_cost(model, usage);
  if (!dollars) {
    tally.has_unknown_prices = true;
    return;
  }
  tally.dollars += price_factor * *dollars;
}

}  // namespace anthropic::internal::cli
