// Each call is logged to CloudWatch Logs, and the log is read back. In the document that this project began with:
// log_to_cloudwatch() and monitored_completion().
#include <iostream>

#include <anthropic/aws/cloudwatch_logs.hpp>
#include <anthropic/aws/cloudwatch_monitor.hpp>
#include <anthropic/bedrock.hpp>
#include <anthropic/operations/logs.hpp>

namespace aws = anthropic::aws;
namespace operations = anthropic::operations;

int main() {
  const aws::Session session;
  // Without `log_prompts` the log holds no prompt and no answer. Writing never slows or fails a call.
  aws::CloudWatchMonitor monitor(session,
                                 {.log_group_name = "/example/claude", .log_stream_name = "completions"});
  const anthropic::AnthropicBedrock client(
      {.aws_session = session, .observe = {.on_call = monitor.observer()}});

  const auto answer = client.messages.create(
      {.model = "claude-haiku-4-5", .max_tokens = 100, .messages = {{"user", "Why is the sky blue?"}}});
  if (answer) std::cout << answer->text() << '\n';
  const auto failed =
      client.messages.create({.model = "claude-haiku-4-5", .max_tokens = 0, .messages = {{"user", "Hi"}}});
  if (!failed) std::cout << "a call failed, and is logged, too\n";

  if (auto sent = monitor.flush(); !sent) {
    std::cerr << sent.error() << '\n';
    return 1;
  }
  for (const auto& event :
       aws::CloudWatchLogs(session).filter_log_events_all({.log_group_name = "/example/claude"})) {
    const auto call = operations::read_logged_call(event.message);
    if (!call) continue;
    std::cout << event.log_stream_name << ": ";
    if (call->error.empty()) {
      std::cout << call->input_tokens.value_or(0) << " tokens in, " << call->output_tokens.value_or(0)
                << " out, it ended with " << call->stop_reason << '\n';
    } else {
      std::cout << call->error << ": " << call->error_message << '\n';
    }
  }
}
