#include <algorithm>

#include <anthropic/operations/logs.hpp>

#include "aws/services/pager.hpp"
#include "aws/session/session_state.hpp"
#include "base/errors.hpp"

namespace anthropic::internal {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kShortestPause{200};  // GetQueryResults may be called five times a second
constexpr milliseconds kLongestPause{5'000};
constexpr milliseconds kFarewell{5'000};

bool has_ended(const std::string& status) {
  return status != "Scheduled" && status != "Running";
}

Error not_finished(const std::string& status) {
  const bool took_too_long = status == "Timeout";
  return {.kind = took_too_long ? ErrorKind::deadline_exceeded : ErrorKind::internal_server,
          .message = "the query of CloudWatch Logs did not finish: its status is " + status,
          .hint = took_too_long ? "Ask for less: a shorter time, or fewer groups." : "Run it again."};
}

/// The first page of the answer, once it is there.
Result<aws::GetQueryResultsOutput> wait_for_answer(const aws::CloudWatchLogs& logs, const std::string& query,
                                                   Clock& clock, const aws::CallOptions& call) {
  const auto started = clock.steady_now();
  while (true) {
    const auto passed = std::chrono::duration_cast<milliseconds>(clock.steady_now() - started);
    const milliseconds pause = std::clamp(passed / 8, kShortestPause, kLongestPause);
    if (!clock.sleep_for(pause, call.stop_token))
      return Error{.kind = ErrorKind::user_abort, .message = "the query was stopped"};
    auto results = logs.get_query_results({.query_id = query}, call);
    if (!results || has_ended(results->status)) return results;
  }
}

Result<aws::QueryStatistics> read_answer(const aws::CloudWatchLogs& logs, const std::string& query,
                                         Clock& clock,
                                         const std::function<Result<void>(const aws::QueryRows&)>& on_rows,
                                         const aws::CallOptions& call) {
  auto results = wait_for_answer(logs, query, clock, call);
  std::optional<std::string> token;
  while (true) {
    if (!results) return std::move(results).error();
    if (results->status != "Complete") return not_finished(results->status);
    if (auto taken = on_rows(results->results); !taken) return taken.error();
    const auto more = aws::turn_page("GetQueryResults", results->next_token, token);
    if (!more) return more.error();
    if (!*more) return results->statistics;
    results->results = {};  // before the next page is there
    results = logs.get_query_results({.query_id = query, .next_token = token}, call);
  }
}

}  // namespace
}  // namespace anthropic::internal

namespace anthropic::inline v0::operations {

using namespace internal;

Result<aws::QueryStatistics> query_logs(
    const aws::Session& session, const LogQuery& query,
    const std::function<Result<void>(const aws::QueryRows& rows)>& on_rows, const aws::CallOptions& call) {
  const aws::CloudWatchLogs logs(session, query.client);
  const auto started = logs.start_query({.log_group_names = query.log_groups,
                                         .query_string = query.query,
                                         .start_time = query.since,
                                         .end_time = query.until,
                                         .limit = query.limit},
                                        call);
  if (!started) return started.error();
  auto statistics = read_answer(logs, started->query_id, *state_of(session)->world->clock, on_rows, call);
  if (!statistics && call.stop_token.stop_requested())
    (void)logs.stop_query({.query_id = started->query_id}, {.timeout = kFarewell});
  return statistics;
}

}  // namespace anthropic::inline v0::operations
