#include <anthropic/model_catalog.hpp>
#include <anthropic/operations/logs.hpp>

#include "base/time/clock.hpp"
#include "commands/logs/call_text.hpp"
#include "commands/logs/log_choice.hpp"
#include "connection/aws_session.hpp"
#include "errors/exit_codes.hpp"
#include "errors/failed_call.hpp"
#include "errors/report_error.hpp"
#include "operations/time_text.hpp"
#include "text/json_text.hpp"
#include "text/text.hpp"

namespace anthropic::internal::cli {
namespace {

bool is_of_model(const operations::LoggedCall& call, const std::string& model) {
  if (model.empty() || call.model == model) return true;
  const ModelInfo* wanted = find_model(model);
  return wanted && find_model(call.model) == wanted;
}

/// A record on one line; one that is no record of a call as it is, unless calls of one model are wanted.
std::string line_of(const aws::FilteredLogEvent& event, const LogsTailOptions& options) {
  const auto call = operations::read_logged_call(event.message);
  if (!call && !options.model.empty()) return {};
  if (!call && options.json) return json_line(Json::object({{"message", event.message}}));
  if (!call) return on_one_line(event.message) + "\n";
  if (!is_of_model(*call, options.model)) return {};
  return options.json ? json_line(call_json(*call)) : call_line(*call);
}

}  // namespace

int run_logs_tail(const LogsTailOptions& options, Console& console) {
  RealClock clock;
  const auto since = parse_time_text(options.since, clock.now());
  if (!since) return report_usage(console.err, since.error());
  Interrupts interrupts(Interrupts::SecondTime::ends_program);
  const aws::CallOptions call{.stop_token = interrupts.token()};
  const aws::Session session = open_session(options.aws, interrupts.token());
  const auto group = chosen_group(options.log, session, client_options(options.aws), call);
  if (!group) return report_failed_call(console, group.error(), interrupts);
  operations::LogTail tail(session, {.log_group = *group,
                                     .filter_pattern = options.filter,
                                     .since = *since,
                                     .client = client_options(options.aws)});
  const std::chrono::milliseconds interval(static_cast<std::int64_t>(options.interval_seconds * 1000));
  do {
    const auto events = tail.read(call);
    if (!events) return report_failed_call(console, events.error(), interrupts);
    for (const aws::FilteredLogEvent& event : *events) {
      if (!console.out.write(line_of(event, options))) return console.finish(kExitOk);
    }
  } while (options.follow && clock.sleep_for(interval, interrupts.token()));
  if (interrupts.signal() != 0) return kExitFirstSignal + interrupts.signal();
  return console.finish(kExitOk);
}

}  // namespace anthropic::internal::cli
