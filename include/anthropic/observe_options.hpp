#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <functional>
#include <optional>

#include <anthropic/log.hpp>
#include <anthropic/tracing_options.hpp>

namespace anthropic::inline v0 {

struct CallRecord;  // call_record.hpp

/// Called when a call has ended, on the thread that made it, which background calls share: it must be quick
/// and thread-safe, and must not destroy the client. Its exceptions are logged as errors, and change nothing.
using CallObserver = std::function<void(const CallRecord& record)>;

/// Observers of a client, and its log. The same for all clients and for aws::Session.
///
/// A client without an `on_call`, without a `tracing.on_span`, or without a `logger`, has that of its
/// `aws_session`.
struct ObserveOptions {
  /// Called with a CallRecord (call_record.hpp) when a call of `messages` has ended; aws::CloudWatchMonitor
  /// makes one.
  CallObserver on_call = {};
  /// Spans of calls and of tools.
  TracingOptions tracing = {};
  /// Gets the log lines. Without it nothing is logged, or, if ANTHROPIC_LOG is set, to standard error.
  Logger logger = {};
  /// The least severe level that is logged. Else ANTHROPIC_LOG ("debug", "info", "warn", "error" or "off"),
  /// else warn.
  std::optional<LogLevel> log_level = {};
};

}  // namespace anthropic::inline v0
