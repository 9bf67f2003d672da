#include "arguments/command_line.hpp"
#include "commands/all.hpp"
#include "io/signals.hpp"
#include "io/standard_streams.hpp"

int main(int argc, char** argv) {
  using namespace anthropic::internal::cli;
  fill_missing_streams();
  let_writes_fail();
  Console console;
  const CommandLine line = parse_command_line(all_commands(), argc, argv, console);
  return line.run ? line.run(console) : line.exit_code;
}
