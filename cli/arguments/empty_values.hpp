#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace anthropic::internal::cli {

// `--name=`, which is what a shell makes of --name="$VALUE" without a VALUE, gives an empty value. CLI11
// takes the next argument for the value instead, so that the prompt would be lost. While it parses, a mark
// stands behind the '='.

/// The arguments, with the mark where a value is empty.
std::vector<std::string> mark_empty_values(int argc, const char* const* argv);

/// Has the options of a command, and of those behind it, read the mark as nothing.
void read_empty_values(::CLI::App& command);

/// A text of CLI11's, for people.
std::string without_marks(std::string text);

}  // namespace anthropic::internal::cli
