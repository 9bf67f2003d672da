#include "commands/help/help.hpp"

#include <algorithm>
#include <string_view>

#include "arguments/command_line.hpp"
#include "base/text/edit_distance.hpp"
#include "commands/help/man_page.hpp"
#include "commands/help/markdown.hpp"
#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"

namespace anthropic::internal::cli {
namespace {

/// Of "s3" and "s3 get": null if there is no such command.
const Command* find_command(const std::vector<Command>& commands, const std::vector<std::string>& words) {
  const std::vector<Command>* within = &commands;
  const Command* found = nullptr;
  for (const std::string& word : words) {
    const auto named = std::find_if(within->begin(), within->end(),
                                    [&](const Command& command) { return word == command.name; });
    if (named == within->end()) return nullptr;
    found = &*named;
    within = &found->subcommands;
  }
  return found;
}

/// Each command with its subcommands behind it, one a line.
std::string names_of(const std::vector<Command>& commands, const std::string& before = {}) {
  std::string names;
  for (const Command& command : commands) {
    names += before + command.name + "\n";
    names += names_of(command.subcommands, before + command.name + " ");
  }
  return names;
}

Error no_such_command(const std::vector<Command>& commands, const std::vector<std::string>& words) {
  const std::string names = names_of(commands);
  std::vector<std::string_view> known;
  for (std::string_view rest = names; !rest.empty(); rest.remove_prefix(rest.find('\n') + 1))
    known.push_back(rest.substr(0, rest.find('\n')));
  std::string name;
  for (const std::string& word : words) name += (name.empty() ? "" : " ") + word;
  const std::string_view nearest = nearest_word(name, known);
  return usage_error("there is no command " + name,
                     (nearest.empty() ? "" : "did you mean " + std::string(nearest) + "? ") +
                         std::string("claude-bedrock help --list"));
}

void declare(Declaration& declaration, HelpOptions& options) {
  declaration.arguments("command", options.words, 0, 2, "COMMAND",
                        "Such as ask, or s3 get; else the program's own");
  declaration.choice("--as", options.as, {"text", "man", "markdown"}, "FORMAT",
                     "text (the default); man: a page for man(1); markdown: a part of docs/cli.md");
  declaration.flag("--list", options.list, "Print the commands' names, one a line");
}

}  // namespace

int run_help(const HelpOptions& options, Console& console) {
  const std::vector<Command> commands = options.commands();
  if (options.list) {
    console.out.write(names_of(commands));
    return console.finish(kExitOk);
  }
  const Command* command = find_command(commands, options.words);
  if (!command && !options.words.empty())
    return report_usage(console.err, no_such_command(commands, options.words));
  if (options.as == "text") {
    std::vector<const char*> line = {"claude-bedrock"};
    for (const std::string& word : options.words) line.push_back(word.c_str());
    line.push_back("--help");
    return parse_command_line(commands, static_cast<int>(line.size()), line.data(), console).exit_code;
  }
  if (options.as == "man") {
    console.out.write(command ? man_page(*command) : man_page(commands));
  } else {
    console.out.write(command ? markdown(*command, commands) : markdown(commands));
  }
  return console.finish(kExitOk);
}

Command help_command(AllCommands commands) {
  const auto options = std::make_shared<HelpOptions>(HelpOptions{.commands = commands});
  return {.name = "help",
          .about = "Print the help of a command, also as a man page",
          .examples = R"(  claude-bedrock help ask                   # the same as ask --help
  claude-bedrock help s3 get
  claude-bedrock help ask --as man | man -l -
)",
          .declare = with_shared(options, declare, run_help),
          .lists_exit_codes = false};
}

}  // namespace anthropic::internal::cli
