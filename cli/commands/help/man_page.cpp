#include "commands/help/man_page.hpp"

#include <algorithm>
#include <string_view>

#include <anthropic/version.hpp>

#include "arguments/command_line.hpp"
#include "base/text/text.hpp"
#include "commands/help/synopsis.hpp"
#include "errors/exit_codes.hpp"

// man(7) has the macros.

namespace anthropic::internal::cli {
namespace {

/// Text that roff takes for text.
std::string escaped(std::string_view text) {
  std::string out;
  bool at_line_start = true;
  for (const char c : text) {
    if (at_line_start && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
    at_line_start = c == '\n';
  }
  return out;
}

std::string section(const char* title) {
  return std::string(".SH ") + title + "\n";
}

/// Lines as they are.
std::string lines(std::string_view text) {
  return ".EX\n" + escaped(text) + ".EE\n";
}

std::string head(const std::string& page, std::string_view about) {
  return ".TH " + ascii_upper(page) + " 1 \"\" \"claude-bedrock " ANTHROPIC_VERSION "\"\n" + section("NAME") +
         escaped(page) + " \\- " + escaped(about) + "\n";
}

std::string option_entry(const OptionDescription& option) {
  std::string entry = ".TP\n";
  if (option.is_argument()) {
    entry += "\\fI" + escaped(argument_name(option)) + "\\fR";
  } else {
    std::string names(option.names);
    if (const std::size_t comma = names.find(','); comma != std::string::npos) names.insert(comma + 1, " ");
    entry += "\\fB" + escaped(names) + "\\fR";
    if (!option.type.empty()) entry += " \\fI" + escaped(option.type) + "\\fR";
  }
  return entry + "\n" + escaped(option.about) + "\n";
}

/// Those without a heading first.
std::string options_text(const Command& command) {
  std::vector<OptionDescription> options = options_of(command);
  std::stable_partition(options.begin(), options.end(),
                        [](const OptionDescription& option) { return option.group.empty(); });
  std::string text;
  std::string_view group;
  for (const OptionDescription& option : options) {
    if (option.group != group) text += ".SS " + escaped(option.group) + "\n";
    group = option.group;
    text += option_entry(option);
  }
  return text;
}

}  // namespace

std::string man_page(const std::vector<Command>& commands) {
  std::string page = head("claude-bedrock", "Claude on Amazon Bedrock, at the terminal and in scripts");
  page += section("SYNOPSIS") + "\\fBclaude\\-bedrock\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR]\n" +
          section("COMMANDS");
  for (const Command& command : commands)
    page += std::string(".TP\n\\fB") + escaped(command.name) + "\\fR\n" + escaped(command.about) + "\n";
  page += section("ENVIRONMENT") + lines(environment_help());
  page += section("EXIT STATUS") + lines(exit_codes_help()) + section("SEE ALSO");
  std::string see;
  for (const Command& command : commands)
    see += (see.empty() ? "" : ", ") + std::string("\\fBclaude\\-bedrock\\-") + escaped(command.name) +
           "\\fR(1)";
  return page + see + "\n";
}

std::string man_page(const Command& command) {
  std::string page = head(std::string("claude-bedrock-") + command.name, command.about) + section("SYNOPSIS");
  const std::string name = std::string("claude-bedrock ") + command.name;
  std::string usage;
  if (command.declare) usage = synopsis(name, command) + "\n";
  for (const Command& subcommand : command.subcommands)
    usage += synopsis(name + " " + subcommand.name, subcommand) + "\n";
  page += lines(usage);
  if (command.declare) page += section("OPTIONS") + options_text(command);
  for (const Command& subcommand : command.subcommands) {
    page += ".SH " + ascii_upper(escaped(subcommand.name)) + "\n" + escaped(subcommand.about) + ".\n";
    page += options_text(subcommand);
  }
  page += section("EXAMPLES") + lines(command.examples);
  if (*command.notes) page += section("NOTES") + lines(command.notes);
  if (command.lists_exit_codes) page += section("EXIT STATUS") + lines(exit_codes_help());
  return page + section("SEE ALSO") + "\\fBclaude\\-bedrock\\fR(1)\n";
}

}  // namespace anthropic::internal::cli
