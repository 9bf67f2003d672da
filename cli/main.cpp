#include "command_line.hpp"
#include "signals.hpp"

namespace anthropic::cli {
namespace {

int run(const AskOptions& options, Console& console) {
  return run_ask(options, console);
}

int run(const ChatOptions& options, Console& console) {
  return run_chat(options, console);
}

int run(const ModelsOptions& options, Console& console) {
  return run_models(options, console);
}

int run(const LocalOptions& options, Console& console) {
  return run_local(options, console);
}

int run(const CompletionOptions& options, Console& console) {
  return run_completion(options, console);
}

int run_program(int argc, const char* const* argv) {
  ignore_broken_pipes();
  Console console;
  const CommandLine line = parse_command_line(argc, argv, console);
  if (!line.command) return line.exit_code;
  return std::visit([&](const auto& options) { return run(options, console); }, *line.command);
}

}  // namespace
}  // namespace anthropic::cli

int main(int argc, char** argv) {
  return anthropic::cli::run_program(argc, argv);
}
