#include "commands/help/markdown.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "arguments/command_line.hpp"
#include "commands/help/synopsis.hpp"

namespace anthropic::internal::cli {
namespace {

/// Text for a cell of a table.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|' || c == '*' || c == '_') out += '\\';
    out += c;
  }
  return out;
}

/// "`-f`, `--file PATH`"
std::string names_of(const OptionDescription& option) {
  if (option.is_argument()) return "`" + argument_name(option) + "`";
  std::string_view rest = option.names;
  std::string out;
  if (const std::size_t comma = rest.find(','); comma != std::string_view::npos) {
    out = "`" + std::string(rest.substr(0, comma)) + "`, ";
    rest.remove_prefix(comma + 1);
  }
  return out + "`" + std::string(rest) + (option.type.empty() ? "" : " " + std::string(option.type)) + "`";
}

bool is_help(const OptionDescription& option) {
  return option.names.ends_with("--help");
}

std::string row(const OptionDescription& option) {
  return "| " + names_of(option) + " | " + cell(option.about) + " |\n";
}

constexpr const char* kTableHead = "| option | meaning |\n|---|---|\n";

using Groups = std::vector<std::pair<std::string_view, std::vector<OptionDescription>>>;

void add_groups(const Command& command, std::map<std::string_view, std::set<std::string>>& users,
                Groups& groups) {
  for (const OptionDescription& option : options_of(command)) {
    if (option.group.empty()) continue;
    users[option.group].insert(command.name);
    const auto same_group = [&](const auto& group) { return group.first == option.group; };
    if (std::none_of(groups.begin(), groups.end(), same_group)) groups.push_back({option.group, {}});
    auto& options = std::find_if(groups.begin(), groups.end(), same_group)->second;
    const auto same_option = [&](const OptionDescription& known) { return known.names == option.names; };
    if (std::none_of(options.begin(), options.end(), same_option)) options.push_back(option);
  }
  for (const Command& subcommand : command.subcommands) add_groups(subcommand, users, groups);
}

/// The groups of more than one command, in the order in which they come up.
Groups shared_groups(const std::vector<Command>& all) {
  std::map<std::string_view, std::set<std::string>> users;
  Groups groups;
  for (const Command& command : all) add_groups(command, users, groups);
  std::erase_if(groups, [&](const auto& group) { return users[group.first].size() < 2; });
  return groups;
}

/// The options that are no other command's, behind a heading; empty if there are none. Adds the groups of the
/// others to `shared`.
std::string own_table(const std::string& heading, const Command& command, const Groups& groups,
                      std::set<std::string_view>& shared) {
  std::string rows;
  for (const OptionDescription& option : options_of(command)) {
    const bool is_shared = std::any_of(groups.begin(), groups.end(),
                                       [&](const auto& group) { return group.first == option.group; });
    if (is_shared) shared.insert(option.group);
    if (!is_shared && !is_help(option)) rows += row(option);
  }
  return rows.empty() ? "" : "\n" + heading + kTableHead + rows;
}

}  // namespace

std::string markdown(const Command& command, const std::vector<Command>& all) {
  const Groups groups = shared_groups(all);
  const std::string name = std::string("claude-bedrock ") + command.name;
  std::string out;
  if (command.declare) out += "    " + synopsis(name, command) + "\n";
  for (const Command& subcommand : command.subcommands)
    out += "    " + synopsis(name + " " + subcommand.name, subcommand) + "\n";
  std::set<std::string_view> shared;
  out += own_table("", command, groups, shared);
  for (const Command& subcommand : command.subcommands)
    out += own_table("`" + name + " " + subcommand.name + "`:\n\n", subcommand, groups, shared);
  std::string names;
  for (const std::string_view group : shared) names += (names.empty() ? "" : ", ") + std::string(group);
  return names.empty() ? out : out + "\nAlso takes the [shared options](#shared-options): " + names + ".\n";
}

std::string markdown(const std::vector<Command>& all) {
  std::string out;
  for (const auto& [name, options] : shared_groups(all)) {
    out += (out.empty() ? "**" : "\n**") + std::string(name) + ".**\n\n" + kTableHead;
    for (const OptionDescription& option : options) out += row(option);
  }
  return out;
}

}  // namespace anthropic::internal::cli
