// Each call of the client is written to CloudWatch Logs and counted in CloudWatch, in the background.
#include <iostream>

#include <anthropic/aws/cloudwatch_logs.hpp>
#include <anthropic/aws/cloudwatch_monitor.hpp>
#include <anthropic/bedrock.hpp>

namespace aws = anthropic::aws;

int main() {
  const aws::Session session;
  aws::CloudWatchMonitor monitor(session, {.log_group_name = "/example/claude",
                                           .log_stream_name = "host-1",
                                           .metrics_namespace = "Example/Claude"});
  const anthropic::AnthropicBedrock client(
      {.aws_session = session, .observe = {.on_call = monitor.observer()}});

  const auto message =
      client.messages.create({.model = "haiku", .max_tokens = 100, .messages = {{"user", "Say hello."}}});
  if (!message) {
    std::cerr << message.error().to_string() << '\n' << message.error().hint << '\n';
    return 1;
  }

  // Not needed: the monitor sends every few seconds, and what is left when it is destroyed.
  if (const auto sent = monitor.flush(); !sent) {
    std::cerr << sent.error().to_string() << '\n' << sent.error().hint << '\n';
    return 1;
  }
  const auto lines = aws::CloudWatchLogs(session).get_log_events(
      {.log_group_name = "/example/claude", .log_stream_name = "host-1"});
  std::cout << lines->events.size() << " call was logged, " << monitor.dropped() << " were lost\n";
}
