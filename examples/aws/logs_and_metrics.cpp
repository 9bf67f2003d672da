// Writes lines to CloudWatch Logs and a number to CloudWatch, and reads both back.
#include <iostream>

#include <anthropic/aws/cloudwatch.hpp>
#include <anthropic/aws/cloudwatch_logs.hpp>

namespace aws = anthropic::aws;
using namespace std::chrono_literals;

int main() {
  const aws::Session session;
  const aws::CloudWatchLogs logs(session);
  const auto now = std::chrono::system_clock::now();

  for (const auto& made :
       {logs.create_log_group({.log_group_name = "/example/app"}),
        logs.create_log_stream({.log_group_name = "/example/app", .log_stream_name = "host-1"})}) {
    if (made || made.error().kind == anthropic::ErrorKind::conflict) continue;  // it is there already
    std::cerr << made.error().to_string() << '\n' << made.error().hint << '\n';
    return 1;
  }

  // In any order and any number; the client sorts and splits them as the service wants.
  const auto put = logs.put_log_events({.log_group_name = "/example/app",
                                        .log_stream_name = "host-1",
                                        .log_events = {{now, "ready"}, {now - 1s, "started"}}});
  if (!put) {
    std::cerr << put.error().to_string() << '\n' << put.error().hint << '\n';
    return 1;
  }
  for (const aws::RejectedLogEvent& rejected : put->rejected_log_events) {
    std::cout << "event " << rejected.index << " was too old or too new\n";
  }
  for (const auto& event : logs.filter_log_events_all({.log_group_name = "/example/app"})) {
    std::cout << event.log_stream_name << ": " << event.message << '\n';
  }

  const aws::CloudWatch cloudwatch(session);
  cloudwatch
      .put_metric_data({.namespace_ = "Example",
                        .metric_data = {{.metric_name = "Questions", .value = 2, .unit = "Count"},
                                        {.metric_name = "Questions", .value = 3, .unit = "Count"}}})
      .value();
  const auto statistics = cloudwatch.get_metric_statistics({.namespace_ = "Example",
                                                            .metric_name = "Questions",
                                                            .start_time = now - 1h,
                                                            .end_time = now + 1h,
                                                            .period = 7200,
                                                            .statistics = {"Sum"}});
  // CloudWatch needs a moment before it tells what it was told.
  for (const auto& point : statistics->datapoints)
    std::cout << "questions: " << point.sum.value_or(0) << '\n';
}
