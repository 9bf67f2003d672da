#include "report_error.hpp"

#include <utility>

#include "exit_codes.hpp"
#include "text.hpp"

namespace anthropic::cli {
namespace {

void print(Output& err, std::string_view name, std::string_view rest, std::string_view hint) {
  std::string text = "claude-bedrock: ";
  if (!name.empty()) text += err.red(name);
  // One line, whatever was in it.
  std::string line = without_control_characters(rest);
  for (char& c : line) {
    if (c == '\n' || c == '\t') c = ' ';
  }
  text += line;
  text += '\n';
  if (!hint.empty()) {
    text += err.bold("hint:");
    text += ' ';
    for (const char c : without_control_characters(hint)) {
      text += c;
      if (c == '\n') text += "      ";
    }
    text += '\n';
  }
  err.write(text);
}

}  // namespace

int report_error(Output& err, const Error& error) {
  const std::string line = error.to_string();
  const std::size_t name_end = line.find_first_of(" :");
  const std::size_t split = name_end == std::string::npos ? line.size() : name_end;
  print(err, std::string_view(line).substr(0, split), std::string_view(line).substr(split), error.hint);
  return exit_code(error.kind);
}

Error usage_error(std::string message, std::string hint) {
  Error error;
  error.kind = ErrorKind::configuration;
  error.message = std::move(message);
  error.hint = std::move(hint);
  return error;
}

int report_usage(Output& err, const Error& error) {
  print(err, "", error.message, error.hint);
  return kExitUsage;
}

}  // namespace anthropic::cli
