#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <functional>

#include <anthropic/log.hpp>

namespace anthropic::inline v0 {

struct CallRecord;  // call_record.hpp

/// Called when a call has ended, on the thread that made it, which background calls share: it must be quick
/// and thread-safe, and must not destroy the client. Its exceptions are logged as errors, and change nothing.
using CallObserver = std::function<void(const CallRecord& record)>;

/// Observers of a client, and its log. The same for all clients and for aws::Session.
///
/// A client without an `on_call`, or without a `logger`, has that of its `aws_session`.
struct ObserveOptions {
  /// Called with a CallRecord (call_record.hpp) when a call of `messages` has ended; aws::CloudWatchMonitor
  /// makes one.
  CallObserver on_call = {};
  /// Gets the log lines. Without it nothing is logged.
  Logger logger = {};
  /// The least severe level that `logger` gets.
  LogLevel log_level = LogLevel::warn;
};

}  // namespace anthropic::inline v0
