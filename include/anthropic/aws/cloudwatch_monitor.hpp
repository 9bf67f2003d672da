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

namespace anthropic::aws {

/// Where a monitor writes, and what.
struct CloudWatchMonitorOptions {
  std::string log_group_name = "/anthropic/bedrock";
  std::string log_stream_name = {};  ///< Else made up of the time and a random number.
  /// Makes the group and the stream if they are not there; needs logs:CreateLogGroup and
  /// logs:CreateLogStream.
  bool create = true;
  /// Writes the request's body, prompt and all, and the answer's text too. Think of who reads the log. A
  /// record takes 1,000,000 bytes: what is too long for it is left out, the request before the answer, and
  /// named: `"omitted": ["request"]`.
  bool log_prompts = false;
  /// Also sends metrics (Invocations, Errors, Duration, TimeToFirstToken, InputTokens, OutputTokens by
  /// ModelId) to this namespace, for example "Anthropic/Bedrock"; empty: no metrics. Needs
  /// cloudwatch:PutMetricData.
  std::string metrics_namespace = {};
  /// How long a record waits at most before it is sent.
  std::chrono::milliseconds flush_interval = std::chrono::seconds(5);
  /// How many records are kept while CloudWatch does not take them; beyond that the newest are dropped and
  /// counted.
  std::size_t max_queued = 100'000;
  /// Told when CloudWatch refuses; a call never is.
  Logger logger = {};
};

/// Writes a line of JSON for each call of a client to CloudWatch Logs, in batches, on a thread of its own:
/// model, duration, time to first token, tokens, stop reason, error, request id. It never slows, fails or
/// changes a call.
///
///     aws::CloudWatchMonitor monitor(session, {.log_group_name = "/app/claude"});
///     AnthropicBedrock client({.aws_session = session, .on_call = monitor.observer()});
///
/// Destroying it sends what is left, waiting for CloudWatch ten seconds at most. Thread-safe.
class CloudWatchMonitor {
 public:
  explicit CloudWatchMonitor(Session session = Session(), CloudWatchMonitorOptions options = {});
  ~CloudWatchMonitor();
  CloudWatchMonitor(const CloudWatchMonitor&) = delete;
  CloudWatchMonitor& operator=(const CloudWatchMonitor&) = delete;

  /// For AnthropicBedrockOptions::on_call. It may be used by many clients, and may outlive the monitor: it
  /// then does nothing.
  CallObserver observer() const;

  /// Sends what is queued now and waits. Fails with CloudWatch's error; the records are then kept for later.
  Result<void> flush();

  /// Records that were lost: the queue was full, or CloudWatch rejected them for their age.
  std::uint64_t dropped() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace anthropic::aws
