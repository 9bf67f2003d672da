#include "batch/tally.hpp"

#include <anthropic/model_catalog.hpp>

namespace anthropic::cli {

void add_usage(Tally& tally, const Usage& usage, std::string_view model, double price_factor) {
  // What the cache costs, in parts of the price of input.
  constexpr double kWritten = 1.25;
  constexpr double kRead = 0.1;
  constexpr double kTokensOfPrice = 1e6;
  const std::int64_t written = usage.cache_creation_input_tokens.value_or(0);
  const std::int64_t read = usage.cache_read_input_tokens.value_or(0);
  tally.input_tokens += usage.input_tokens + written + read;
  tally.output_tokens += usage.output_tokens;
  const ModelInfo* info = find_model(model);
  if (!info || info->price.input <= 0) {
    tally.has_unknown_prices = true;
    return;
  }
  const double input = static_cast<double>(usage.input_tokens) + static_cast<double>(written) * kWritten +
                       static_cast<double>(read) * kRead;
  const double output = static_cast<double>(usage.output_tokens);
  tally.dollars += price_factor * (input * info->price.input + output * info->price.output) / kTokensOfPrice;
}

}  // namespace anthropic::cli
