#include "arguments/wrong_arguments.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <string_view>

#include "arguments/empty_values.hpp"
#include "base/text/edit_distance.hpp"
#include "base/text/shell_word.hpp"
#include "errors/report_error.hpp"

namespace anthropic::internal::cli {
namespace {

/// The command that has words left over, of those that the line came to the first; else the last of them.
const ::CLI::App& blamed_command(const ::CLI::App& app) {
  const ::CLI::App* command = &app;
  while (command->remaining().empty() && !command->get_subcommands().empty())
    command = command->get_subcommands().front();
  return *command;
}

/// "claude-bedrock s3 get"
std::string name_of(const ::CLI::App& command) {
  const ::CLI::App* parent = command.get_parent();
  return parent ? name_of(*parent) + " " + command.get_name() : command.get_name();
}

std::string help_of(const ::CLI::App& command) {
  return name_of(command) + " --help";
}

/// What is nearest to a word, as a question before the hint; empty if nothing is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& names) {
  const std::vector<std::string_view> views(names.begin(), names.end());
  const std::string_view nearest = nearest_word(word, views);
  return nearest.empty() ? "" : "did you mean " + std::string(nearest) + "? ";
}

std::vector<std::string> command_names(const ::CLI::App& app) {
  std::vector<std::string> names;
  for (const ::CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  if (!app.get_parent()) names.emplace_back("version");
  return names;
}

std::vector<std::string> option_names(const ::CLI::App& command) {
  std::vector<std::string> names;
  for (const ::CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

bool is_option(const std::string& word) {
  return word.size() > 1 && word.front() == '-';
}

Error unknown_option(const std::string& word, const ::CLI::App& command) {
  const std::string name = word.substr(0, word.find('='));
  const bool is_main = !command.get_parent();
  const std::string nearest = did_you_mean(name, option_names(command));
  const std::string lists = is_main && nearest.empty()
                                ? "the options of a command stand behind it: claude-bedrock ask --help"
                                : help_of(command);
  return usage_error(is_main ? "there is no option " + name : name_of(command) + " has no option " + name,
                     nearest + lists);
}

Error unknown_command(const std::string& word, const ::CLI::App& app) {
  const std::string parent = app.get_parent() ? app.get_name() + " " : "";
  return usage_error("there is no command " + parent + word,
                     did_you_mean(word, command_names(app)) + help_of(app));
}

Error words_left_over(const std::vector<std::string>& words, const ::CLI::App& command) {
  constexpr std::size_t kLongest = 100;
  const ::CLI::Option* prompt = command.get_option_no_throw("prompt");
  if (!prompt || prompt->count() == 0) {
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
    return usage_error(name_of(command) + " takes no more than was given before: " + all, help_of(command));
  }
  std::string before;  // the arguments in front of the prompt
  for (const ::CLI::Option* option :
       command.get_options([](const ::CLI::Option* o) { return o->get_positional(); })) {
    if (option == prompt) break;
    for (const std::string& value : option->results()) before += " " + shell_quoted(value);
  }
  std::string text = prompt->results().front();
  for (const std::string& word : words) text += " " + word;
  const bool is_short = text.size() <= kLongest;
  return usage_error(
      "the prompt is more than one argument",
      "put it in quotes: " + name_of(command) + before + " " + (is_short ? shell_quoted(text) : "'…'"));
}

}  // namespace

Error wrong_arguments(const ::CLI::ParseError& error, const ::CLI::App& app) {
  const ::CLI::App& command = blamed_command(app);
  std::vector<std::string> left = command.remaining();
  std::erase(left, "--");
  for (std::string& word : left) word = without_marks(word);
  const bool is_about_words = dynamic_cast<const ::CLI::ExtrasError*>(&error) != nullptr ||
                              dynamic_cast<const ::CLI::RequiredError*>(&error) != nullptr;
  if (!is_about_words || left.empty()) return usage_error(without_marks(error.what()), help_of(command));
  const auto option = std::find_if(left.begin(), left.end(), is_option);
  const ::CLI::Option* prompt = command.get_option_no_throw("prompt");
  const bool has_commands = !command.get_subcommands({}).empty() && (!prompt || prompt->count() == 0);
  if (option != left.end() && !(has_commands && option != left.begin()))
    return unknown_option(*option, command);
  return has_commands ? unknown_command(left.front(), command) : words_left_over(left, command);
}

std::vector<std::string> with_version_as_option(std::vector<std::string> arguments) {
  if (arguments.size() == 2 && arguments[1] == "version") arguments[1] = "--version";
  return arguments;
}

}  // namespace anthropic::internal::cli
