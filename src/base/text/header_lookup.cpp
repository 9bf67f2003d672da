#include "base/text/header_lookup.hpp"

#include <algorithm>

#include "base/text/text.hpp"

namespace anthropic::internal {

const std::string* find_header(const Headers& headers, std::string_view name) {
  for (const auto& [field, value] : headers) {
    if (iequals(field, name)) return &value;
  }
  return nullptr;
}

void set_header(Headers& headers, std::string_view name, std::string value) {
  const auto is_named = [&](const auto& field) { return iequals(field.first, name); };
  const auto first = std::find_if(headers.begin(), headers.end(), is_named);
  if (value.empty()) {
    headers.erase(std::remove_if(first, headers.end(), is_named), headers.end());
    return;
  }
  if (first == headers.end()) {
    headers.emplace_back(std::string(name), std::move(value));
    return;
  }
  first->second = std::move(value);
  headers.erase(std::remove_if(first + 1, headers.end(), is_named), headers.end());
}

}  // namespace anthropic::internal
