#include "io/log.hpp"

#include <string>

#include "terminal/terminal.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

const char* name_of(LogLevel level) {
  switch (level) {
    case LogLevel::error:
      return "error";
    case LogLevel::warn:
      return "warn";
    case LogLevel::info:
      return "info";
    case LogLevel::debug:
      return "debug";
    case LogLevel::off:
      break;
  }
  return "log";
}

}  // namespace

void log_to_standard_error(LogLevel level, std::string_view line) {
  std::string text = "[";
  text += name_of(level);
  text += "] ";
  text += without_control_characters(line);
  text += '\n';
  Output(2).write(text);
}

}  // namespace anthropic::internal::cli
