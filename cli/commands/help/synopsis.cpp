#include "commands/help/synopsis.hpp"

#include "arguments/command_line.hpp"
#include "base/text/text.hpp"

namespace anthropic::internal::cli {

std::string argument_name(const OptionDescription& argument) {
  if (!argument.type.empty()) return std::string(argument.type);
  return ascii_upper(argument.names);
}

std::string synopsis(const std::string& name, const Command& command) {
  std::string line = name + " [OPTIONS]";
  for (const OptionDescription& option : options_of(command)) {
    if (!option.is_argument()) continue;
    std::string word = argument_name(option);
    if (option.is_repeatable && word.find(' ') == std::string::npos) word += "...";
    line += option.is_required ? " " + word : " [" + word + "]";
  }
  return line;
}

}  // namespace anthropic::internal::cli
