#pragma once

#include <string_view>

#include <anthropic/observe_options.hpp>

#include "base/environment.hpp"

namespace anthropic::internal {

/// A client's logger with its level. Without a sink it is silent. Thread-safe if the sink is. What the sink
/// throws is ignored: there is nowhere left to tell it.
class Log {
 public:
  Log() = default;
  Log(Logger sink, LogLevel level) : sink_(std::move(sink)), level_(level) {}

  bool enabled(LogLevel level) const { return sink_ && level != LogLevel::off && level <= level_; }
  void write(LogLevel level, std::string_view line) const;

 private:
  Logger sink_ = {};
  LogLevel level_ = LogLevel::off;
};

/// The log that the options ask for, and ANTHROPIC_LOG where they say nothing.
Log make_log(const ObserveOptions& options, const Environment& environment);

}  // namespace anthropic::internal
