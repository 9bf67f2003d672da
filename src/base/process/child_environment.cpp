#include "base/process/child_environment.hpp"

#include <algorithm>
#include <string_view>
#include <unistd.h>

namespace anthropic::internal {

std::vector<char*> variables_of_child(ChildEnvironment which) {
  std::vector<char*> variables;
  for (char** variable = environ; variable && *variable; ++variable) {
    const std::string_view text = *variable;
    const bool is_ours = text.starts_with("AWS_") || text.starts_with("ANTHROPIC_");
    if (which == ChildEnvironment::keep || !is_ours) variables.push_back(*variable);
  }
  variables.push_back(nullptr);
  return variables;
}

std::vector<std::string> changed_variables(const std::vector<VariableChange>& changes) {
  std::vector<std::string> variables;
  for (char** variable = environ; variable && *variable; ++variable) {
    const std::string_view text = *variable;
    const std::string_view name = text.substr(0, text.find('='));
    const bool is_changed = std::any_of(changes.begin(), changes.end(),
                                        [&](const VariableChange& change) { return change.name == name; });
    if (!is_changed) variables.emplace_back(text);
  }
  for (const VariableChange& change : changes) {
    if (change.value) variables.push_back(change.name + "=" + *change.value);
  }
  return variables;
}

}  // namespace anthropic::internal
