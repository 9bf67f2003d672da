#include <anthropic/operations/costs.hpp>

#include "base/text/text.hpp"
#include "operations/costs/usage_words.hpp"

namespace anthropic::internal {

bool has_word(std::string_view usage_type, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words) {
    if (icontains(usage_type, word)) return true;
  }
  return false;
}

bool is_no_use_of_tokens(std::string_view usage_type) {
  return has_word(usage_type, {"reserved", "provisioned", "tpm", "storage", "custom", "guardrail", "search"});
}

}  // namespace anthropic::internal

namespace anthropic::inline v0::operations {

using namespace internal;
namespace {

constexpr std::string_view kEdition = " (Amazon Bedrock Edition)";

}  // namespace

std::string_view to_string(UsageClass usage) {
  switch (usage) {
    case UsageClass::input:
      return "input";
    case UsageClass::output:
      return "output";
    case UsageClass::cache_read:
      return "cache read";
    case UsageClass::cache_write:
      return "cache write";
    case UsageClass::other:
      return "other";
  }
  return "other";
}

UsageClass classify_usage_type(std::string_view usage_type) {
  if (is_no_use_of_tokens(usage_type)) return UsageClass::other;
  if (has_word(usage_type, {"cache"})) {
    if (has_word(usage_type, {"read"})) return UsageClass::cache_read;
    return has_word(usage_type, {"write"}) ? UsageClass::cache_write : UsageClass::other;
  }
  if (!has_word(usage_type, {"token"})) return UsageClass::other;
  if (has_word(usage_type, {"output", "response"})) return UsageClass::output;
  return has_word(usage_type, {"input"}) ? UsageClass::input : UsageClass::other;
}

bool is_bedrock_service(std::string_view service) {
  return icontains(service, "bedrock") || icontains(service, "claude");
}

std::string_view model_of_service(std::string_view service) {
  if (service.ends_with(kEdition)) service.remove_suffix(kEdition.size());
  return service;
}

}  // namespace anthropic::inline v0::operations
