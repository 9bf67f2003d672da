#include <algorithm>

#include <anthropic/aws/cloudwatch_logs.hpp>

#include "aws/calls/service_client.hpp"
#include "aws/services/log_batches.hpp"
#include "aws/services/pager.hpp"
#include "aws/services/shapes.hpp"

namespace anthropic::inline v0::aws {

using namespace internal;
using namespace internal::aws;
namespace {

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

}  // namespace anthropic::inline v0::aws
