#include "local/bedrock/arn.hpp"

#include <vector>

namespace anthropic::internal::local {

std::optional<Arn> parse_arn(std::string_view text) {
  std::vector<std::string_view> parts;
  while (parts.size() < 5) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    parts.push_back(text.substr(0, colon));
    text.remove_prefix(colon + 1);
  }
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || parts[0] != "arn" || !parts[1].starts_with("aws"))
    return std::nullopt;
  return Arn{parts[2], parts[3], parts[4], text.substr(0, slash), text.substr(slash + 1)};
}

std::string bedrock_arn(std::string_view region, std::string_view kind, std::string_view name) {
  std::string arn = "arn:aws:bedrock:";
  arn += region;
  arn += ':';
  arn += kAccount;
  arn += ':';
  arn += kind;
  arn += '/';
  arn += name;
  return arn;
}

std::string resource_id(Random& random) {
  std::string id = random.uuid();
  std::erase(id, '-');
  return id.substr(0, 12);
}

}  // namespace anthropic::internal::local
