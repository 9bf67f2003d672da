#include "errors/report_error.hpp"

#include <utility>

#include "errors/exit_codes.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

void print(Output& err, std::string_view name, std::string_view rest, std::string_view hint) {
  StyledText text = err.styled();
  text.plain("claude-bedrock: ");
  if (!name.empty()) text.red(name);
  // One line, whatever was in it.
  text.plain(on_one_line(rest)).plain("\n");
  if (!hint.empty()) {
    std::string lines = " ";
    for (const char c : hint) {
      lines += c;
      if (c == '\n') lines += "      ";
    }
    text.bold("hint:").plain(lines).plain("\n");
  }
  err.write(text);
}

/// The library names its own option; who types a command knows another.
std::string in_words_of_the_program(std::string line) {
  constexpr std::string_view library = "the option aws_region";
  const std::size_t at = line.find(library);
  return at == std::string::npos ? line : line.replace(at, library.size(), "--region");
}

}  // namespace

int report_error(Output& err, const Error& error) {
  std::string line = error.to_string();
  if (error.kind == ErrorKind::configuration) line = in_words_of_the_program(std::move(line));
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

}  // namespace anthropic::internal::cli
