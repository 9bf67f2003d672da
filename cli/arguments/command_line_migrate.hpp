#pragma once

#include <memory>
#include <optional>

#include "arguments/command_line.hpp"

namespace CLI {
class App;
}

namespace anthropic::cli {

/// `migrate` and `migrate check`, on a command line that is being described.
class MigrateCommands {
 public:
  explicit MigrateCommands(::CLI::App& app);
  ~MigrateCommands();

  /// What was chosen, once the line has been parsed; empty if it was neither.
  std::optional<Command> chosen() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace anthropic::cli
