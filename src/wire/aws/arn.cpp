#include "wire/aws/arn.hpp"

namespace anthropic::internal {

std::string_view part_of_arn(std::string_view arn, int index) {
  for (; index > 0; --index) {
    const std::size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    arn.remove_prefix(colon + 1);
  }
  return arn.substr(0, arn.find(':'));
}

std::string_view region_of_arn(std::string_view arn) {
  return part_of_arn(arn, 3);
}

std::string_view account_of_arn(std::string_view arn) {
  return part_of_arn(arn, 4);
}

}  // namespace anthropic::internal
