#include "text/masked.hpp"

namespace anthropic::internal::cli {

std::string masked(std::string_view value) {
  constexpr std::size_t kShown = 4;
  std::string out(16, '*');
  if (value.size() >= 2 * kShown) out += value.substr(value.size() - kShown);
  return out;
}

}  // namespace anthropic::internal::cli
