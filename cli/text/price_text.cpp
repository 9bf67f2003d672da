#include "text/price_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace anthropic::internal::cli {

std::string price_text(double dollars) {
  constexpr int kLeast = 2;
  constexpr int kMost = 9;
  constexpr int kDigits = 3;
  int decimals = kLeast + 2;
  if (dollars > 0 && dollars < 1)
    decimals = std::min(kMost, kDigits - 1 - static_cast<int>(std::floor(std::log10(dollars))));
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.*f", std::max(decimals, kLeast), dollars);
  std::string out(text.data());
  const std::size_t point = out.find('.');
  while (out.back() == '0' && out.size() > point + 1 + kLeast) out.pop_back();
  return out;
}

Json price_json(double dollars) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.12g", dollars);
  return Json::number(text.data());
}

}  // namespace anthropic::internal::cli
