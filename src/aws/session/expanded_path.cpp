#include "aws/session/expanded_path.hpp"

#include <algorithm>
#include <optional>

#include "base/text/text.hpp"

namespace anthropic::internal::aws {
namespace {

bool is_of_a_name(char c) {
  return c == '_' || is_letter_or_digit(c);
}

/// How long the variable is that the text begins with, its '$' and braces included; 1 if it begins none.
std::size_t length_of_variable(std::string_view text) {
  if (text.starts_with("${")) {
    const std::size_t end = text.find('}');
    return end == std::string_view::npos ? 1 : end + 1;
  }
  std::size_t end = 1;
  while (end < text.size() && is_of_a_name(text[end])) ++end;
  return end;
}

std::string with_variables(std::string_view path, const Environment& environment) {
  std::string out;
  while (!path.empty()) {
    const std::size_t dollar = std::min(path.find('$'), path.size());
    out += path.substr(0, dollar);
    path.remove_prefix(dollar);
    if (path.empty()) break;
    const std::string_view variable = path.substr(0, length_of_variable(path));
    path.remove_prefix(variable.size());
    std::string_view name = variable.substr(1);
    if (name.starts_with('{')) name = name.substr(1, name.size() - 2);
    const std::optional<std::string> value =
        name.empty() ? std::nullopt : environment.get(std::string(name).c_str());
    out += value ? std::string_view(*value) : variable;
  }
  return out;
}

}  // namespace

std::string expanded_path(std::string_view path, const Environment& environment) {
  std::string expanded = with_variables(path, environment);
  if (expanded != "~" && !expanded.starts_with("~/")) return expanded;
  const std::optional<std::string> home = environment.get("HOME");
  return home ? *home + expanded.substr(1) : expanded;
}

}  // namespace anthropic::internal::aws
