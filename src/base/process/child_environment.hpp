#pragma once

#include <cstdint>
#include <vector>

namespace anthropic::internal {

/// Which of this process's variables a child process gets.
enum class ChildEnvironment : std::uint8_t {
  keep,   ///< all of them
  clean,  ///< all but those whose names begin with AWS_ or ANTHROPIC_: keys, tokens, and where more are
};

/// The variables as posix_spawn takes them: pointers into `environ`, and null at the end.
std::vector<char*> variables_of_child(ChildEnvironment which);

}  // namespace anthropic::internal
