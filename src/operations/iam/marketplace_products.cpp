#include "operations/iam/marketplace_products.hpp"

namespace anthropic::internal {
namespace {

struct Product {
  std::string_view model_id, product_id;
};

// Read off the model cards in the Bedrock user guide ("Marketplace product ID"), until November 2026.
constexpr Product kProducts[] = {
    {"anthropic.claude-haiku-5-5", "prod-6cyn7tgqazjhu"},
    {"anthropic.claude-sonnet-5-5", "prod-pjfguoisodbd6"},
    {"anthropic.claude-opus-5-5", "prod-e5xo6z26ie45g"},
    {"anthropic.claude-fable-5-2", "prod-m733do2vrmi3o"},
    {"anthropic.claude-fable-5-1", "prod-lt3y75wunrtv4"},
    {"anthropic.claude-opus-4-7", "prod-d2ik6zgct5hxi"},
    {"anthropic.claude-sonnet-4-6", "prod-ffvjxvh4ltq64"},
    {"anthropic.claude-haiku-4-5-20251001-v1:0", "prod-xdkflymybwmvi"},
};

}  // namespace

std::string_view marketplace_product(std::string_view model_id) {
  for (const Product& product : kProducts) {
    if (product.model_id == model_id) return product.product_id;
  }
  return {};
}

}  // namespace anthropic::internal
