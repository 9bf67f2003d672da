#include <algorithm>

#include <anthropic/aws/cloudwatch_logs.hpp>

#include "aws/calls/service_client.hpp"
#include "aws/services/cloudwatch/log_batches.hpp"
#include "aws/services/pager.hpp"
#include "aws/services/shapes.hpp"
#include "wire/json/cursor.hpp"

namespace anthropic::inline v0::aws {

using namespace internal;
using namespace internal::aws;
namespace {

constexpr std::size_t kMostGroupsOfQuery = 50;
constexpr std::size_t kLongestQuery = 10'000;

Json put_log_events_body(const PutLogEventsInput& input, const LogBatch& batch) {
  Json events = Json::array();
  for (const std::size_t index : batch) {
    const InputLogEvent& event = input.log_events[index];
    events.push_back(
        Json::object({{"timestamp", epoch_milliseconds(event.timestamp)}, {"message", event.message}}));
  }
  return Json::object({{"logGroupName", input.log_group_name},
                       {"logStreamName", input.log_stream_name},
                       {"logEvents", std::move(events)}});
}

/// `begin` to `end` of the batch was not taken.
void reject(const LogBatch& batch, std::int64_t begin, std::int64_t end, LogEventRejection reason,
            std::vector<RejectedLogEvent>& rejected) {
  const auto size = static_cast<std::int64_t>(batch.size());
  for (std::int64_t i = std::max<std::int64_t>(begin, 0); i < std::min(end, size); ++i) {
    rejected.push_back({.index = batch[static_cast<std::size_t>(i)], .reason = reason});
  }
}

/// The answer names ends (exclusive) of what is too old, and the start of what is too new. That one of them
/// is there at all means one event at least: 0 is taken for 1.
void read_rejected(const Json& info, const LogBatch& batch, std::vector<RejectedLogEvent>& rejected) {
  const auto expired = info["expiredLogEventEndIndex"].as_int64();
  const auto too_old = info["tooOldLogEventEndIndex"].as_int64();
  const auto too_new = info["tooNewLogEventStartIndex"].as_int64();
  const std::int64_t old_end = too_old ? std::max<std::int64_t>(*too_old, 1) : 0;
  if (too_old) reject(batch, 0, old_end, LogEventRejection::too_old, rejected);
  if (expired) {
    reject(batch, old_end, std::max<std::int64_t>(*expired, 1), LogEventRejection::expired, rejected);
  }
  if (too_new) reject(batch, *too_new, INT64_MAX, LogEventRejection::too_new, rejected);
}

OutputLogEvent output_log_event(const Json& event) {
  return {.timestamp = time_in_milliseconds(event["timestamp"]),
          .message = event["message"].string_or(""),
          .ingestion_time = time_in_milliseconds(event["ingestionTime"])};
}

FilteredLogEvent filtered_log_event(const Json& event) {
  return {.log_stream_name = event["logStreamName"].string_or(""),
          .timestamp = time_in_milliseconds(event["timestamp"]),
          .message = event["message"].string_or(""),
          .ingestion_time = time_in_milliseconds(event["ingestionTime"]),
          .event_id = event["eventId"].string_or("")};
}

LogGroup log_group(const Json& group) {
  return {.log_group_name = group["logGroupName"].string_or(""),
          .arn = group["arn"].string_or(""),
          .creation_time = time_in_milliseconds(group["creationTime"]),
          .retention_in_days = optional_int(group["retentionInDays"]),
          .stored_bytes = group["storedBytes"].as_int64(),
          .kms_key_id = optional_text(group["kmsKeyId"]),
          .log_group_class = optional_text(group["logGroupClass"])};
}

QueryStatistics query_statistics(const Json& statistics) {
  const auto number = [&](const char* name) { return statistics[name].as_double().value_or(0); };
  return {.records_matched = number("recordsMatched"),
          .records_scanned = number("recordsScanned"),
          .bytes_scanned = number("bytesScanned")};
}

/// The answer to GetQueryResults without its rows, and where these are in its text.
struct QueryAnswer {
  Json rest = Json::object();
  std::size_t rows_begin = 0;
  std::size_t rows_size = 0;
};

Result<QueryAnswer> query_answer(std::string_view text) {
  QueryAnswer answer;
  std::optional<Error> error;
  JsonCursor cursor(text);
  cursor.members([&](std::string_view name) {
    const std::string_view value = cursor.value();
    if (name == "results") {
      answer.rows_begin = static_cast<std::size_t>(value.data() - text.data());
      answer.rows_size = value.size();
      return;
    }
    auto json = Json::parse(value);
    if (json)
      answer.rest.set(name, *std::move(json));
    else
      error = std::move(json).error();
  });
  if (error) return *std::move(error);
  if (answer.rest["status"].string_or("").empty()) return incomplete_answer("GetQueryResults", "status");
  return answer;
}

void set_time(Json& body, std::string_view name, const std::optional<SystemTime>& time) {
  if (time) body.set(name, epoch_milliseconds(*time));
}

}  // namespace

CloudWatchLogs::CloudWatchLogs(Session session, ClientOptions options)
    : client_(std::make_shared<const ServiceClient>(std::move(session), service("CloudWatch Logs"),
                                                    std::move(options))) {}

Result<void> CloudWatchLogs::create_log_group(const CreateLogGroupInput& input,
                                              const CallOptions& options) const {
  if (auto given = check_given("log_group_name", input.log_group_name); !given) return given.error();
  Json body = Json::object({{"logGroupName", input.log_group_name}});
  set_optional(body, "kmsKeyId", input.kms_key_id);
  set_optional(body, "logGroupClass", input.log_group_class);
  set_map(body, "tags", input.tags);
  return without_output(client_->call_json("CreateLogGroup", body, options));
}

Result<void> CloudWatchLogs::create_log_stream(const CreateLogStreamInput& input,
                                               const CallOptions& options) const {
  if (auto given = check_given("log_group_name", input.log_group_name); !given) return given.error();
  if (auto given = check_given("log_stream_name", input.log_stream_name); !given) return given.error();
  const Json body =
      Json::object({{"logGroupName", input.log_group_name}, {"logStreamName", input.log_stream_name}});
  return without_output(client_->call_json("CreateLogStream", body, options));
}

Result<std::vector<PutLogEventsInput>> split_log_events(const PutLogEventsInput& input) {
  const auto batches = log_batches(input.log_events);
  if (!batches) return batches.error();
  std::vector<PutLogEventsInput> inputs;
  for (const LogBatch& batch : *batches) {
    auto& part = inputs.emplace_back(PutLogEventsInput{input.log_group_name, input.log_stream_name});
    for (const std::size_t index : batch) part.log_events.push_back(input.log_events[index]);
  }
  return inputs;
}

Result<PutLogEventsOutput> CloudWatchLogs::put_log_events(const PutLogEventsInput& input,
                                                          const CallOptions& options) const {
  if (auto given = check_given("log_group_name", input.log_group_name); !given) return given.error();
  if (auto given = check_given("log_stream_name", input.log_stream_name); !given) return given.error();
  const auto batches = log_batches(input.log_events);
  if (!batches) return batches.error();
  PutLogEventsOutput output;
  std::size_t sent = 0;
  for (const LogBatch& batch : *batches) {
    const auto answer = client_->call_json("PutLogEvents", put_log_events_body(input, batch), options);
    if (!answer) {
      Error error = answer.error();
      if (sent > 0) {
        error.message += " (" + std::to_string(sent) + " of " + std::to_string(input.log_events.size()) +
                         " events, the oldest, had been sent)";
      }
      return error;
    }
    sent += batch.size();
    ++output.batches;
    read_rejected((*answer)["rejectedLogEventsInfo"], batch, output.rejected_log_events);
  }
  return output;
}

Result<GetLogEventsOutput> CloudWatchLogs::get_log_events(const GetLogEventsInput& input,
                                                          const CallOptions& options) const {
  if (auto given = check_given("log_group_name", input.log_group_name); !given) return given.error();
  if (auto given = check_given("log_stream_name", input.log_stream_name); !given) return given.error();
  Json body =
      Json::object({{"logGroupName", input.log_group_name}, {"logStreamName", input.log_stream_name}});
  set_time(body, "startTime", input.start_time);
  set_time(body, "endTime", input.end_time);
  set_optional(body, "nextToken", input.next_token);
  set_optional(body, "limit", input.limit);
  set_optional(body, "startFromHead", input.start_from_head);
  const auto answer = client_->call_json("GetLogEvents", body, options);
  if (!answer) return answer.error();
  GetLogEventsOutput output{.next_forward_token = optional_text((*answer)["nextForwardToken"]),
                            .next_backward_token = optional_text((*answer)["nextBackwardToken"])};
  for (const Json& event : (*answer)["events"].items()) output.events.push_back(output_log_event(event));
  return output;
}

Result<FilterLogEventsOutput> CloudWatchLogs::filter_log_events(const FilterLogEventsInput& input,
                                                                const CallOptions& options) const {
  if (auto given = check_given("log_group_name", input.log_group_name); !given) return given.error();
  Json body = Json::object({{"logGroupName", input.log_group_name}});
  set_list(body, "logStreamNames", input.log_stream_names);
  set_optional(body, "logStreamNamePrefix", input.log_stream_name_prefix);
  set_optional(body, "filterPattern", input.filter_pattern);
  set_time(body, "startTime", input.start_time);
  set_time(body, "endTime", input.end_time);
  set_optional(body, "nextToken", input.next_token);
  set_optional(body, "limit", input.limit);
  const auto answer = client_->call_json("FilterLogEvents", body, options);
  if (!answer) return answer.error();
  FilterLogEventsOutput output{.next_token = optional_text((*answer)["nextToken"])};
  for (const Json& event : (*answer)["events"].items()) output.events.push_back(filtered_log_event(event));
  return output;
}

AllItems<FilteredLogEvent> CloudWatchLogs::filter_log_events_all(const FilterLogEventsInput& input,
                                                                 const CallOptions& options) const {
  return all_items(PagedList{"FilterLogEvents", &CloudWatchLogs::filter_log_events,
                             &FilterLogEventsInput::next_token, &FilterLogEventsOutput::next_token},
                   &FilterLogEventsOutput::events, *this, input, options);
}

Result<DescribeLogGroupsOutput> CloudWatchLogs::describe_log_groups(const DescribeLogGroupsInput& input,
                                                                    const CallOptions& options) const {
  if (input.log_group_name_prefix && input.log_group_name_pattern)
    return bad_request_error("log groups are found by a prefix or by a pattern, not by both");
  Json body = Json::object();
  set_optional(body, "logGroupNamePrefix", input.log_group_name_prefix);
  set_optional(body, "logGroupNamePattern", input.log_group_name_pattern);
  set_optional(body, "limit", input.limit);
  set_optional(body, "nextToken", input.next_token);
  const auto answer = client_->call_json("DescribeLogGroups", body, options);
  if (!answer) return answer.error();
  DescribeLogGroupsOutput output{.next_token = optional_text((*answer)["nextToken"])};
  for (const Json& group : (*answer)["logGroups"].items()) output.log_groups.push_back(log_group(group));
  return output;
}

AllItems<LogGroup> CloudWatchLogs::describe_log_groups_all(const DescribeLogGroupsInput& input,
                                                           const CallOptions& options) const {
  return all_items(PagedList{"DescribeLogGroups", &CloudWatchLogs::describe_log_groups,
                             &DescribeLogGroupsInput::next_token, &DescribeLogGroupsOutput::next_token},
                   &DescribeLogGroupsOutput::log_groups, *this, input, options);
}

Result<void> CloudWatchLogs::put_retention_policy(const PutRetentionPolicyInput& input,
                                                  const CallOptions& options) const {
  if (auto given = check_given("log_group_name", input.log_group_name); !given) return given.error();
  if (input.retention_in_days < 1) return bad_request_error("events are kept for one day at least");
  const Json body =
      Json::object({{"logGroupName", input.log_group_name}, {"retentionInDays", input.retention_in_days}});
  return without_output(client_->call_json("PutRetentionPolicy", body, options));
}

Result<StartQueryOutput> CloudWatchLogs::start_query(const StartQueryInput& input,
                                                     const CallOptions& options) const {
  if (input.log_group_names.empty() || input.log_group_names.size() > kMostGroupsOfQuery) {
    return bad_request_error("a query reads 1 to 50 log groups, not " +
                             std::to_string(input.log_group_names.size()));
  }
  if (auto given = check_given("query_string", input.query_string); !given) return given.error();
  if (input.query_string.size() > kLongestQuery)
    return bad_request_error("the query has more than 10000 bytes");
  if (input.start_time > input.end_time) return bad_request_error("the start time is behind the end time");
  Json body = Json::object();
  set_list(body, "logGroupNames", input.log_group_names);
  body.set("startTime",
           std::chrono::floor<std::chrono::seconds>(input.start_time).time_since_epoch().count());
  body.set("endTime", std::chrono::ceil<std::chrono::seconds>(input.end_time).time_since_epoch().count());
  body.set("queryString", input.query_string);
  set_optional(body, "limit", input.limit);
  const auto answer = client_->call_json("StartQuery", body, options);
  if (!answer) return answer.error();
  StartQueryOutput output{.query_id = (*answer)["queryId"].string_or("")};
  if (output.query_id.empty()) return incomplete_answer("StartQuery", "queryId");
  return output;
}

Result<GetQueryResultsOutput> CloudWatchLogs::get_query_results(const GetQueryResultsInput& input,
                                                                const CallOptions& options) const {
  if (auto given = check_given("query_id", input.query_id); !given) return given.error();
  Json body = Json::object({{"queryId", input.query_id}});
  set_optional(body, "maxItems", input.max_items);
  set_optional(body, "nextToken", input.next_token);
  auto text = client_->call_json_text("GetQueryResults", body, options);
  if (!text) return std::move(text).error();
  const auto answer = query_answer(*text);
  if (!answer) return answer.error();
  GetQueryResultsOutput output{.status = answer->rest["status"].string_or(""),
                               .statistics = query_statistics(answer->rest["statistics"]),
                               .next_token = optional_text(answer->rest["nextToken"])};
  if (answer->rows_size == 0) return output;
  // Cut in place: there is never a second copy of the rows.
  text->erase(answer->rows_begin + answer->rows_size);
  text->erase(0, answer->rows_begin);
  auto rows = QueryRows::from_json(*std::move(text));
  if (!rows) return std::move(rows).error();
  output.results = *std::move(rows);
  return output;
}

Result<StopQueryOutput> CloudWatchLogs::stop_query(const StopQueryInput& input,
                                                   const CallOptions& options) const {
  if (auto given = check_given("query_id", input.query_id); !given) return given.error();
  const auto answer = client_->call_json("StopQuery", Json::object({{"queryId", input.query_id}}), options);
  if (!answer) return answer.error();
  return StopQueryOutput{.success = (*answer)["success"].as_bool().value_or(false)};
}

}  // namespace anthropic::inline v0::aws
