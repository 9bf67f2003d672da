#include "arguments/command_line.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <string>
#include <string_view>

#include <anthropic/version.hpp>

#include "arguments/empty_values.hpp"
#include "arguments/wrong_arguments.hpp"
#include "errors/exit_codes.hpp"
#include "errors/report_error.hpp"

namespace anthropic::internal::cli {
namespace {

std::string footer_of(const Command& command) {
  std::string footer = std::string("\nExamples:\n") + command.examples;
  if (*command.notes) footer += std::string("\n") + command.notes;
  if (command.lists_exit_codes) footer += std::string("\n") + exit_codes_help();
  return footer;
}

/// Adds a command whose options are declared once the line has named it: to declare those of all commands
/// would be much of the work of a start. `run` is that of the innermost command that was named.
void add_command(::CLI::App& parent, const Command& command, const std::vector<std::string>& behind_dashes,
                 Run& run) {
  ::CLI::App* app = parent.add_subcommand(command.name, command.about);
  app->preparse_callback([app, &command, &behind_dashes, &run](std::size_t) {
    Declaration declaration(*app, behind_dashes);
    run = command.declare ? command.declare(declaration) : Run();
    for (const Command& subcommand : command.subcommands) add_command(*app, subcommand, behind_dashes, run);
    if (!command.subcommands.empty()) app->require_subcommand(command.declare ? 0 : 1, 1);
    app->footer(footer_of(command));
    read_empty_values(*app);
  });
}

/// Cuts off what stands behind the first `--`, and the `--`: CLI11 would read some of it as lists.
std::vector<std::string> cut_behind_dashes(std::vector<std::string>& arguments) {
  const auto dashes = std::find(arguments.begin(), arguments.end(), "--");
  if (dashes == arguments.end()) return {};
  std::vector<std::string> behind(dashes + 1, arguments.end());
  arguments.erase(dashes, arguments.end());
  return behind;
}

}  // namespace

CommandLine parse_command_line(const std::vector<Command>& commands, int argc, const char* const* argv,
                               Console& console) {
  ::CLI::App app("Claude on Amazon Bedrock, at the terminal and in scripts.", "claude-bedrock");
  app.set_version_flag("--version", "claude-bedrock " ANTHROPIC_VERSION, "Print the version and exit");
  app.set_help_flag("-h,--help", "Print this help and exit");
  app.option_defaults()->take_last();
  app.require_subcommand(1);
  app.footer(std::string("\n") + environment_help() +
             "\nExamples:\n"
             "  claude-bedrock ask \"Why is the sky blue?\"\n"
             "  claude-bedrock help ask\n\n" +
             exit_codes_help());
  CommandLine line;
  const auto is_named = [&](const Command& command) {
    return argc > 1 && std::string_view(argv[1]) == command.name;
  };
  const auto named = std::find_if(commands.begin(), commands.end(), is_named);
  std::vector<std::string> arguments = with_version_as_option(mark_empty_values(argc, argv));
  std::vector<std::string> behind_dashes;
  if (named != commands.end() && named->takes_program) behind_dashes = cut_behind_dashes(arguments);
  for (const Command& command : commands) {
    // Of the others nothing is said then.
    if (named == commands.end() || &command == &*named) add_command(app, command, behind_dashes, line.run);
  }

  if (argc <= 1) {
    console.err.write(app.help());
    return {{}, kExitUsage};
  }
  std::vector<const char*> marked;
  for (const std::string& argument : arguments) marked.push_back(argument.c_str());
  try {
    app.parse(static_cast<int>(marked.size()), marked.data());
  } catch (const ::CLI::CallForVersion& version) {
    console.out.write(std::string(version.what()) + "\n");
    return {{}, console.finish(kExitOk)};
  } catch (const ::CLI::CallForHelp&) {
    console.out.write(app.help());
    return {{}, console.finish(kExitOk)};
  } catch (const ::CLI::ParseError& error) {
    return {{}, report_usage(console.err, wrong_arguments(error, app))};
  }
  return line;
}

std::vector<OptionDescription> options_of(const Command& command) {
  ::CLI::App app;
  Declaration declaration(app);
  if (command.declare) command.declare(declaration);
  std::vector<OptionDescription> options = declaration.options();
  options.insert(options.begin(), {.names = "-h,--help", .about = "Print this help and exit"});
  return options;
}

const char* environment_help() {
  return R"(Credentials and the region come from the environment and the AWS profile files, as with the AWS CLI:
AWS_ACCESS_KEY_ID, AWS_BEARER_TOKEN_BEDROCK, AWS_PROFILE, AWS_REGION and the others.
CLAUDE_BEDROCK_MODEL names the model that is asked without --model.
)";
}

}  // namespace anthropic::internal::cli
