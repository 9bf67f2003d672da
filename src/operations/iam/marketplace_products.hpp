#pragma once

#include <string_view>

namespace anthropic::internal {

/// The product of AWS Marketplace that a model is, by its id; empty if it is not known.
std::string_view marketplace_product(std::string_view model_id);

}  // namespace anthropic::internal
