#include "aws/services/pager.hpp"

namespace anthropic::internal::aws {

Result<bool> turn_page(std::string_view operation, const std::optional<std::string>& next,
                       std::optional<std::string>& token) {
  if (!next || next->empty()) return false;
  if (next == token) {
    return Error{
        .kind = ErrorKind::response_validation,
        .message = "the answer to " + std::string(operation) + " names its own page as the next one"};
  }
  token = next;
  return true;
}

}  // namespace anthropic::internal::aws
