#include "commands/completion/completion.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "arguments/command_line.hpp"
#include "base/text/text.hpp"
#include "errors/exit_codes.hpp"

namespace anthropic::internal::cli {
namespace {

/// What can follow a command: its own options and arguments, and those of its subcommands.
struct CompletedCommand {
  std::string name = {};
  std::string about = {};
  std::vector<std::string> words = {};  ///< subcommands, and the values of arguments
  std::vector<OptionDescription> options = {};
};

void add_options(const Command& command, CompletedCommand& completed) {
  for (const OptionDescription& option : options_of(command)) {
    if (option.is_argument()) {
      completed.words.insert(completed.words.end(), option.values.begin(), option.values.end());
      continue;
    }
    const bool is_known =
        std::any_of(completed.options.begin(), completed.options.end(),
                    [&](const OptionDescription& known) { return known.names == option.names; });
    if (!is_known) completed.options.push_back(option);
  }
}

std::vector<CompletedCommand> completed_commands(const std::vector<Command>& commands) {
  std::vector<CompletedCommand> all;
  for (const Command& command : commands) {
    CompletedCommand completed{.name = command.name, .about = command.about};
    for (const Command& subcommand : command.subcommands) completed.words.emplace_back(subcommand.name);
    add_options(command, completed);
    for (const Command& subcommand : command.subcommands) add_options(subcommand, completed);
    all.push_back(std::move(completed));
  }
  return all;
}

/// "--file" of "-f,--file"
std::string_view long_name(const OptionDescription& option) {
  return option.names.substr(option.names.find("--"));
}

/// "-f" of "-f,--file"; empty if there is none.
std::string_view short_name(const OptionDescription& option) {
  return option.names.substr(0, option.names.find("--") == 0 ? 0 : 2);
}

bool takes_file(const OptionDescription& option) {
  return option.type == "FILE" || option.type == "PATH" || option.type == "OUT";
}

/// An option as a pattern of a shell's `case`: "--file|-f"
std::string pattern_of(const OptionDescription& option) {
  const std::string_view letter = short_name(option);
  return std::string(long_name(option)) + (letter.empty() ? "" : "|" + std::string(letter));
}

std::string bash_script(const std::vector<CompletedCommand>& commands) {
  std::map<std::string, std::string> values;
  std::vector<std::string> files;
  for (const CompletedCommand& command : commands) {
    for (const OptionDescription& option : command.options) {
      const std::string pattern = pattern_of(option);
      if (!option.values.empty()) values.emplace(pattern, joined(option.values, " "));
      const bool is_new = std::find(files.begin(), files.end(), pattern) == files.end();
      if (takes_file(option) && is_new) files.push_back(pattern);
    }
  }
  std::string out = R"(# claude-bedrock completion bash
_claude_bedrock() {
  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" words="" command="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ ${COMP_WORDS[i]} != -* ]] && { command="${COMP_WORDS[i]}"; break; }
  done
  case "$before" in
    )";
  for (const auto& [pattern, words] : values) out += pattern + ") words=\"" + words + "\" ;;\n    ";
  out += joined(files, "|") + R"() COMPREPLY=($(compgen -f -- "$word")); return ;;
    *) case "$command" in
)";
  for (const CompletedCommand& command : commands) {
    std::vector<std::string> words = command.words;
    for (const OptionDescription& option : command.options) words.emplace_back(long_name(option));
    out += "      " + command.name + ") words=\"" + joined(words, " ") + "\" ;;\n";
  }
  out += "      \"\") words=\"";
  for (const CompletedCommand& command : commands) out += command.name + ' ';
  out += R"(--help --version" ;;
    esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _claude_bedrock claude-bedrock
)";
  return out;
}

std::string zsh_script(const std::vector<CompletedCommand>& commands) {
  return "#compdef claude-bedrock\nautoload -U +X bashcompinit && bashcompinit\n" + bash_script(commands);
}

/// In single quotes, as fish reads them.
std::string fish_word(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string fish_line(const OptionDescription& option) {
  std::string line = " -l " + std::string(long_name(option).substr(2));
  if (const std::string_view letter = short_name(option); !letter.empty())
    line += " -s " + std::string(letter.substr(1));
  if (!option.values.empty()) {
    line += " -x -a " + fish_word(joined(option.values, " "));
  } else if (!option.type.empty()) {
    line += takes_file(option) ? " -r -F" : " -x";
  }
  return line + " -d " + fish_word(option.about);
}

std::string fish_script(const std::vector<CompletedCommand>& commands) {
  std::string out = "# claude-bedrock completion fish\ncomplete -c claude-bedrock -f\n";
  for (const CompletedCommand& command : commands) {
    out += "complete -c claude-bedrock -n __fish_use_subcommand -a " + command.name + " -d " +
           fish_word(command.about) + "\n";
    const std::string begin =
        "complete -c claude-bedrock -n '__fish_seen_subcommand_from " + command.name + "'";
    for (const std::string& word : command.words) out += begin + " -a " + word + "\n";
    for (const OptionDescription& option : command.options) out += begin + fish_line(option) + "\n";
  }
  return out;
}

void declare(Declaration& declaration, CompletionOptions& options) {
  declaration.choice("shell", options.shell, {"bash", "zsh", "fish"}, "SHELL", "bash, zsh or fish")
      .required();
}

}  // namespace

int run_completion(const CompletionOptions& options, Console& console) {
  const auto script = options.shell == "fish"  ? fish_script
                      : options.shell == "zsh" ? zsh_script
                                               : bash_script;
  console.out.write(script(completed_commands(options.commands())));
  return console.finish(kExitOk);
}

Command completion_command(AllCommands commands) {
  const auto options = std::make_shared<CompletionOptions>(CompletionOptions{.commands = commands});
  return {.name = "completion",
          .about = "Print a completion script for a shell",
          .examples =
              R"(  claude-bedrock completion bash > ~/.local/share/bash-completion/completions/claude-bedrock
  claude-bedrock completion fish > ~/.config/fish/completions/claude-bedrock.fish
)",
          .declare = with_shared(options, declare, run_completion),
          .lists_exit_codes = false};
}

}  // namespace anthropic::internal::cli
