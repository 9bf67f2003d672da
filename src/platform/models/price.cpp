#include "platform/models/price.hpp"

#include <algorithm>

namespace anthropic::internal {

double profile_factor(const ModelPrice& price, std::string_view profile) {
  constexpr double kGovCloudFactor = 1.2;
  if (profile.empty() || profile == "global") return 1;
  return profile == "us-gov" ? kGovCloudFactor : price.regional_factor;
}

double cost_at(const ModelPrice& price, std::string_view profile, const Usage& usage) {
  constexpr double kTokensOfPrice = 1e6;
  const std::int64_t written = usage.cache_creation_input_tokens.value_or(0);
  const std::int64_t read = usage.cache_read_input_tokens.value_or(0);
  const std::int64_t written_for_an_hour =
      usage.cache_creation ? std::min(usage.cache_creation->ephemeral_1h_input_tokens, written) : 0;
  const std::int64_t prompt = usage.input_tokens + written + read;
  const bool is_long = price.long_prompt_tokens > 0 && prompt > price.long_prompt_tokens;
  const double input = static_cast<double>(usage.input_tokens) +
                       static_cast<double>(read) * price.cache_read_factor +
                       static_cast<double>(written - written_for_an_hour) * price.cache_write_factor +
                       static_cast<double>(written_for_an_hour) * price.cache_write_1h_factor;
  const double dollars =
      input * (is_long ? price.long_prompt_input : price.input) +
      static_cast<double>(usage.output_tokens) * (is_long ? price.long_prompt_output : price.output);
  return dollars * profile_factor(price, profile) / kTokensOfPrice;
}

}  // namespace anthropic::internal

namespace anthropic::inline v0 {

using namespace internal;

std::optional<double> estimate_cost(std::string_view model_id, const Usage& usage) {
  const ModelInfo* model = find_model(model_id);
  if (!model || model->price.input <= 0) return std::nullopt;
  return cost_at(model->price, profile_named_in(model_id), usage);
}

}  // namespace anthropic::inline v0
