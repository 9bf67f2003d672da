#include "base/environment.hpp"

#include <cstdlib>

#include "base/text/text.hpp"

namespace anthropic::internal {

std::optional<std::string> Environment::get(const char* name) const {
  const std::optional<std::string> value = raw(name);
  if (!value) return std::nullopt;
  const std::string_view trimmed = trim(*value);
  if (trimmed.empty()) return std::nullopt;
  return std::string(trimmed);
}

bool Environment::is_blank(const char* name) const {
  const std::optional<std::string> value = raw(name);
  return value && trim(*value).empty();
}

std::optional<std::string> RealEnvironment::raw(const char* name) const {
  const char* value = std::getenv(name);
  if (!value) return std::nullopt;
  return std::string(value);
}

}  // namespace anthropic::internal
