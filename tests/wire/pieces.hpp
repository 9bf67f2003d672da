#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/public_names.hpp"

namespace anthropic::internal::testing {

/// The ways in which a network may cut up the same bytes: not at all, into single bytes, in two at each
/// offset.
inline std::vector<std::vector<std::string_view>> every_way_to_cut(std::string_view bytes) {
  std::vector<std::vector<std::string_view>> ways = {{bytes}};
  std::vector<std::string_view>& single_bytes = ways.emplace_back();
  for (std::size_t i = 0; i < bytes.size(); ++i) single_bytes.push_back(bytes.substr(i, 1));
  for (std::size_t i = 1; i < bytes.size(); ++i) ways.push_back({bytes.substr(0, i), bytes.substr(i)});
  return ways;
}

}  // namespace anthropic::internal::testing
