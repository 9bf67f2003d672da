#include "base/process/child_environment.hpp"

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

}  // namespace anthropic::internal
