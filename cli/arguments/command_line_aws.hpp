#pragma once

#include <memory>
#include <optional>

#include "arguments/command_line.hpp"

namespace CLI {
class App;
}

namespace anthropic::cli {

/// The commands for AWS around Bedrock, on a command line that is being described.
class AwsCommands {
 public:
  explicit AwsCommands(::CLI::App& app);
  ~AwsCommands();

  /// What was chosen, once the line has been parsed; empty if it was none of these.
  std::optional<Command> chosen() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace anthropic::cli
