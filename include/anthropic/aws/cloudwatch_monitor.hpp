#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include <anthropic/aws/session.hpp>
#include <anthropic/call_record.hpp>
#include <anthropic/log.hpp>

namespace anthropic::inline v0::aws {

/// Where a monitor writes, and what.
struct CloudWatchMonitorOptions {
  std::string log_group_name = "/anthropic/bedrock";
  std::string log_stream_name = {};  ///< Else made from the time and a random number.
  /// Creates the group and the stream if they do not exist; needs logs:CreateLogGroup and
  /// logs:CreateLogStream.
  bool create = true;
  /// Also writes the request's body, including the prompt, and the answer's text. Consider who reads the log.
  /// A record has at most 1,000,000 bytes: longer parts are left out, the request before the answer, and
  /// named: `"omitted": ["request"]`.
  bool log_prompts = false;
  /// Also sends metrics (Invocations, Errors, Duration, TimeToFirstToken, InputTokens, OutputTokens by
  /// ModelId) to this namespace, for example "Anthropic/Bedrock"; empty: no metrics. Needs
  /// cloudwatch:PutMetricData.
  std::string metrics_namespace = {};
  /// How long a record waits at most before it is sent. More than 0.
  std::chrono::milliseconds flush_interval = std::chrono::seconds(5);
  /// How many records are kept while CloudWatch does not accept them; beyond that the newest are dropped and
  /// counted. At least 1.
  int max_queued = 100'000;
  /// Called when CloudWatch refuses; calls of the client never fail for it.
  Logger logger = {};
};

/// Writes a line of JSON for each call of a client to CloudWatch Logs, in batches, on a thread of its own:
/// model, duration, time to first token, tokens, stop reason, error, request id. It never slows, fails or
/// changes a call.
///
///     aws::CloudWatchMonitor monitor(session, {.log_group_name = "/app/claude"});
///     AnthropicBedrock client({.aws_session = session, .observe = {.on_call = monitor.observer()}});
///
/// Invalid options are reported to their logger and by flush(); nothing is sent then.
///
/// Destroying it sends the rest, waiting at most ten seconds for CloudWatch. Thread-safe.
class CloudWatchMonitor {
 public:
  explicit CloudWatchMonitor(Session session = Session(), CloudWatchMonitorOptions options = {});
  ~CloudWatchMonitor();
  CloudWatchMonitor(const CloudWatchMonitor&) = delete;
  CloudWatchMonitor& operator=(const CloudWatchMonitor&) = delete;

  /// For a client's `.observe = {.on_call = …}`. Many clients may share it. It may outlive the monitor, and
  /// then does nothing.
  CallObserver observer() const;

  /// Sends the queued records and waits. Fails with CloudWatch's error; then the records are kept for later.
  Result<void> flush();

  /// Records that were lost: the queue was full, or CloudWatch rejected them for their age.
  std::uint64_t dropped() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace anthropic::inline v0::aws
