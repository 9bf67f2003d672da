#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace anthropic::internal {

/// Which of this process's variables a child process gets.
enum class ChildEnvironment : std::uint8_t {
  keep,   ///< all of them
  clean,  ///< all but those whose names begin with AWS_ or ANTHROPIC_: keys, tokens, and where more are
};

/// The variables as posix_spawn takes them: pointers into `environ`, and null at the end.
std::vector<char*> variables_of_child(ChildEnvironment which);

/// What a child process has in the place of this process's variable of that name.
struct VariableChange {
  std::string name = {};
  std::optional<std::string> value = {};  ///< Unset: it has no such variable.

  bool operator==(const VariableChange&) const = default;
};

/// This process's variables with those changes: "NAME=VALUE".
std::vector<std::string> changed_variables(const std::vector<VariableChange>& changes);

}  // namespace anthropic::internal
