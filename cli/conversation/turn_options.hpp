#pragma once

#include <string>
#include <vector>

#include <anthropic/json.hpp>
#include <anthropic/result.hpp>

#include "arguments/declaration.hpp"
#include "tools/tool_file.hpp"

namespace anthropic::internal::cli {

/// How a question is answered, in `ask` and in `chat`.
struct TurnOptions {
  std::vector<std::string> tools = {};  ///< Files that describe tools (tool_file.hpp).
  bool yes = false;                     ///< Run tools without asking.
  /// Which variables a tool's command gets: "keep" or "clean" (base/child_environment.hpp).
  std::string tool_env = "keep";
  int max_turns = 20;       ///< The most answers to one question with tools.
  std::string schema = {};  ///< A file with the JSON Schema that the answer must fit.
  bool no_stream = false;
  bool json = false;     ///< The message as the API sent it.
  bool events = false;   ///< Each event of the stream.
  bool verbose = false;  ///< Says which tools run.
};

void declare_turn_options(Declaration& declaration, TurnOptions& options);

/// Fails, with a usage error, on options that cannot be used together.
Result<void> check_turn_options(const TurnOptions& options);

/// What the files hold that the options name.
struct TurnFiles {
  std::vector<CommandTool> tools = {};
  Json schema = {};  ///< Null without --schema.
};

/// Reads them, before anything is asked. Fails, with a usage error, if one is wrong, or if there are tools,
/// nobody to ask whether they may run, and no --yes.
Result<TurnFiles> read_turn_files(const TurnOptions& options, bool can_ask);

}  // namespace anthropic::internal::cli
