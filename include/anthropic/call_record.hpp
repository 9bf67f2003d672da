#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <anthropic/message.hpp>
#include <anthropic/observe_options.hpp>

namespace anthropic::inline v0 {

/// The outcome of one call, for metrics, logs and tracing.
struct CallRecord {
  std::string model = {};  ///< As sent; as given, if the request was refused before it was sent.
  bool stream = false;
  std::chrono::system_clock::time_point started = {};
  /// Until the last byte, including retries and their pauses.
  std::chrono::milliseconds duration = {};
  /// Until the first piece of text of a stream had arrived.
  std::optional<std::chrono::milliseconds> time_to_first_token = {};
  /// Until the first piece of a stream's content, text or not, had arrived.
  std::optional<std::chrono::milliseconds> time_to_first_chunk = {};
  int attempts = 0;  ///< Requests sent.
  int status = 0;    ///< HTTP's, of the last answer; 0 if none came.
  std::string request_id = {};
  std::string trace_id = {};  ///< Of the call's span (TracingOptions); empty without one.
  std::string span_id = {};
  /// The answer; of a stream that failed, what had arrived. Null if nothing had. Valid during the call only.
  const Message* message = nullptr;
  /// Null if the call succeeded. A stream that was destroyed before its end has failed with `user_abort`.
  const Error* error = nullptr;
  /// The request's body as sent, prompt and all; empty if it was refused before. Valid during the call only.
  std::string_view request_body = {};
  /// Where it was sent; empty if it was refused before. Valid during the call only.
  std::string_view url = {};
};

}  // namespace anthropic::inline v0
