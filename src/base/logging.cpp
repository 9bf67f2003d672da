#include "base/logging.hpp"

#include <cstdio>
#include <cxxabi.h>
#include <optional>
#include <string>

#include "base/text/text.hpp"

namespace anthropic::internal {
namespace {

constexpr const char* kVariable = "ANTHROPIC_LOG";

struct LevelName {
  std::string_view name;
  LogLevel level;
};
constexpr LevelName kLevels[] = {{"debug", LogLevel::debug},
                                 {"info", LogLevel::info},
                                 {"warn", LogLevel::warn},
                                 {"error", LogLevel::error},
                                 {"off", LogLevel::off}};

std::optional<LogLevel> level_named(std::string_view name) {
  for (const LevelName& known : kLevels) {
    if (iequals(known.name, name)) return known.level;
  }
  return std::nullopt;
}

/// In one piece, so that the lines of several threads do not mix.
void log_to_standard_error(LogLevel level, std::string_view line) {
  std::string text = "[anthropic ";
  for (const LevelName& known : kLevels) {
    if (known.level == level) text += known.name;
  }
  text += "] ";
  text += line;
  text += '\n';
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace

void Log::write(LogLevel level, std::string_view line) const {
  if (!enabled(level)) return;
  try {
    sink_(level, line);
  } catch (const abi::__forced_unwind&) {  // The thread is being cancelled, which must go on.
    throw;
  } catch (...) {
  }
}

Log make_log(const ObserveOptions& options, const Environment& environment) {
  const auto variable = environment.get(kVariable);
  const auto asked = variable ? level_named(*variable) : std::nullopt;
  const Logger sink = options.logger || !variable ? options.logger : log_to_standard_error;
  Log log(sink, options.log_level.value_or(asked.value_or(LogLevel::warn)));
  if (variable && !asked) {
    log.write(LogLevel::warn,
              std::string(kVariable) + " is \"" + *variable + "\": expected debug, info, warn, error or off");
  }
  return log;
}

}  // namespace anthropic::internal
