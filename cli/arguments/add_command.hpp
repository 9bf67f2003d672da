#pragma once

#include <CLI/App.hpp>
#include <functional>
#include <string>
#include <utility>

#include "arguments/empty_values.hpp"

namespace anthropic::cli {

/// Adds a command whose options are described only once the line has named it: to describe those of all
/// commands is much of the work of a start.
inline ::CLI::App& add_command(::CLI::App& parent, const std::string& name, const std::string& about,
                               std::function<void(::CLI::App& command)> describe) {
  ::CLI::App* command = parent.add_subcommand(name, about);
  command->preparse_callback([command, describe = std::move(describe)](std::size_t) {
    describe(*command);
    read_empty_values(*command);
  });
  return *command;
}

}  // namespace anthropic::cli
