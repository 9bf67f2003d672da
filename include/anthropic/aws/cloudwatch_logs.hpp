#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/aws/session.hpp>
#include <anthropic/page.hpp>
#include <anthropic/string_list.hpp>

namespace anthropic::internal::aws {
class ServiceClient;
}

namespace anthropic::inline v0::aws {

/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
struct CreateLogGroupInput {
  std::string log_group_name = {};  ///< 1 to 512 characters: letters, digits and ._-/#.
  std::optional<std::string> kms_key_id = {};
  std::optional<std::string> log_group_class = {};  ///< "STANDARD", "INFREQUENT_ACCESS" or "DELIVERY"
  std::map<std::string, std::string> tags = {};
};

/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogStream.html
struct CreateLogStreamInput {
  std::string log_group_name = {};
  std::string log_stream_name = {};  ///< 1 to 512 characters without ':' and '*'.
};

struct InputLogEvent {
  std::chrono::system_clock::time_point timestamp = {};  ///< Sent in milliseconds; not before 1970.
  std::string message = {};                              ///< UTF-8, 1 to 1,048,550 bytes.
};

/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
struct PutLogEventsInput {
  std::string log_group_name = {};
  std::string log_stream_name = {};
  std::vector<InputLogEvent> log_events = {};  ///< As many as there are, in any order.
};

/// Why CloudWatch Logs did not take an event, although the call succeeded.
enum class LogEventRejection : std::uint8_t {
  too_new,  ///< More than two hours in the future.
  too_old,  ///< More than 14 days old.
  expired,  ///< Older than the group keeps its events.
};

struct RejectedLogEvent {
  std::size_t index = 0;  ///< In PutLogEventsInput::log_events.
  LogEventRejection reason = LogEventRejection::too_old;
};

struct PutLogEventsOutput {
  std::vector<RejectedLogEvent> rejected_log_events = {};  ///< These are lost; all others are stored.
  int batches = 0;                                         ///< How many requests it took.
};

/// Splits the events into one input per request, sorted by time, the oldest first. A request takes 10,000
/// events, 1,048,576 bytes with 26 more for each event, and 24 hours. An event that is empty, too long, not
/// UTF-8 or from before 1970 is refused with ErrorKind::bad_request.
Result<std::vector<PutLogEventsInput>> split_log_events(const PutLogEventsInput& input);

/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
struct GetLogEventsInput {
  std::string log_group_name = {};
  std::string log_stream_name = {};
  std::optional<std::chrono::system_clock::time_point> start_time = {};  ///< Inclusive.
  std::optional<std::chrono::system_clock::time_point> end_time = {};    ///< Exclusive.
  std::optional<std::string> next_token = {};
  std::optional<int> limit = {};             ///< 1 to 10,000; else what fits into 1 MB.
  std::optional<bool> start_from_head = {};  ///< Else the newest first.
};

struct OutputLogEvent {
  std::optional<std::chrono::system_clock::time_point> timestamp = {};
  std::string message = {};
  std::optional<std::chrono::system_clock::time_point> ingestion_time = {};
};

struct GetLogEventsOutput {
  std::vector<OutputLogEvent> events = {};
  /// Where to continue. At the end of the stream it is the token that was passed.
  std::optional<std::string> next_forward_token = {};
  std::optional<std::string> next_backward_token = {};
};

/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
struct FilterLogEventsInput {
  std::string log_group_name = {};
  StringList log_stream_names = {};  ///< At most 100; else all.
  std::optional<std::string> log_stream_name_prefix = {};
  std::optional<std::string> filter_pattern = {};                        ///< Else all events.
  std::optional<std::chrono::system_clock::time_point> start_time = {};  ///< Inclusive.
  std::optional<std::chrono::system_clock::time_point> end_time = {};    ///< Inclusive.
  std::optional<std::string> next_token = {};
  std::optional<int> limit = {};  ///< Of one page: 1 to 10,000.
};

struct FilteredLogEvent {
  std::string log_stream_name = {};
  std::optional<std::chrono::system_clock::time_point> timestamp = {};
  std::string message = {};
  std::optional<std::chrono::system_clock::time_point> ingestion_time = {};
  std::string event_id = {};
};

struct FilterLogEventsOutput {
  std::vector<FilteredLogEvent> events = {};   ///< May be empty although more follow.
  std::optional<std::string> next_token = {};  ///< Absent: this was the last page.
};

/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html
struct DescribeLogGroupsInput {
  std::optional<std::string> log_group_name_prefix = {};   ///< Either this …
  std::optional<std::string> log_group_name_pattern = {};  ///< … or a part of the name; else all groups.
  std::optional<int> limit = {};                           ///< Of one page: 1 to 50.
  std::optional<std::string> next_token = {};
};

struct LogGroup {
  std::string log_group_name = {};
  std::string arn = {};
  std::optional<std::chrono::system_clock::time_point> creation_time = {};
  std::optional<int> retention_in_days = {};  ///< Absent: events are kept for ever.
  std::optional<std::int64_t> stored_bytes = {};
  std::optional<std::string> kms_key_id = {};
  std::optional<std::string> log_group_class = {};
};

struct DescribeLogGroupsOutput {
  std::vector<LogGroup> log_groups = {};
  std::optional<std::string> next_token = {};  ///< Absent: this was the last page.
};

/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
struct PutRetentionPolicyInput {
  std::string log_group_name = {};
  int retention_in_days = 0;  ///< 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, … 3,653.
};

/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html
struct StartQueryInput {
  StringList log_group_names = {};  ///< 1 to 50.
  std::string query_string = {};    ///< In the language of Logs Insights: at most 10,000 bytes.
  std::chrono::system_clock::time_point start_time = {};  ///< Inclusive, as is the end; sent in seconds.
  std::chrono::system_clock::time_point end_time = {};
  std::optional<int> limit = {};  ///< How many rows: 1 to 100,000; else 10,000, or what the query says.
};

struct StartQueryOutput {
  std::string query_id = {};
};

struct QueryResultField {
  std::string field = {};  ///< "@timestamp", "model"
  std::string value = {};
};
/// The fields that a record has, in the order of the query. `@ptr` stands for the record itself.
using QueryRow = std::vector<QueryResultField>;

/// The rows of a query's answer. They are kept as the text that came, and decoded one at a time: many rows take
/// little more memory than their text.
///
///     for (const aws::QueryRow& row : results->results) std::cout << row.front().value << "\n";
class QueryRows {
 public:
  QueryRows() = default;
  /// From the text of a JSON array of rows, as the service writes them. Fails with
  /// ErrorKind::response_validation where it is no such array.
  static Result<QueryRows> from_json(std::string text);

  class iterator {
   public:
    using value_type = QueryRow;
    using difference_type = std::ptrdiff_t;

    explicit iterator(std::string_view rows) : rest_(rows) { read_row(); }
    const QueryRow& operator*() const { return row_; }
    const QueryRow* operator->() const { return &row_; }
    iterator& operator++() {
      read_row();
      return *this;
    }
    void operator++(int) { read_row(); }
    bool operator==(std::default_sentinel_t) const { return at_end_; }

   private:
    void read_row();

    std::string_view rest_;  // behind the row
    QueryRow row_ = {};
    bool at_end_ = false;
  };
  iterator begin() const { return iterator(text_); }
  std::default_sentinel_t end() const { return {}; }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

 private:
  std::string text_ = {};
  std::size_t size_ = 0;
};

struct QueryStatistics {
  double records_matched = 0;
  double records_scanned = 0;
  double bytes_scanned = 0;  ///< What is paid for.
};

/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetQueryResults.html
struct GetQueryResultsInput {
  std::string query_id = {};
  std::optional<int> max_items = {};  ///< Of one page: at most 10,000.
  std::optional<std::string> next_token = {};
};

struct GetQueryResultsOutput {
  /// "Scheduled", "Running", "Complete", "Failed", "Cancelled", "Timeout" or "Unknown".
  std::string status = {};
  QueryRows results = {};  ///< While the query runs: what was found so far.
  QueryStatistics statistics = {};
  std::optional<std::string> next_token = {};  ///< Absent: this was the last page.
};

/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StopQuery.html
struct StopQueryInput {
  std::string query_id = {};
};

struct StopQueryOutput {
  bool success = false;
};

/// Amazon CloudWatch Logs. A handle: copies share the session. Thread-safe. Constructing does no I/O.
///
///     aws::CloudWatchLogs logs(session);
///     auto put = logs.put_log_events({.log_group_name = "/app", .log_stream_name = "host-1",
///                                     .log_events = {{std::chrono::system_clock::now(), "started"}}});
///
/// A group or stream that does not exist is ErrorKind::not_found, one that exists already
/// ErrorKind::conflict.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/
class CloudWatchLogs {
 public:
  explicit CloudWatchLogs(Session session = Session(), ClientOptions options = {});
  // Moving copies, so no handle is ever empty.
  CloudWatchLogs(const CloudWatchLogs&) = default;
  CloudWatchLogs& operator=(const CloudWatchLogs&) = default;

  Result<void> create_log_group(const CreateLogGroupInput& input, const CallOptions& options = {}) const;
  Result<void> create_log_stream(const CreateLogStreamInput& input, const CallOptions& options = {}) const;

  /// Sends the events in as many requests as the service's limits ask for, the oldest first; see
  /// split_log_events(). Check `rejected_log_events`: the service drops events that are too old or too new,
  /// and still reports success. If a later request fails, so does the call, and the message tells how many
  /// events had been stored. To resend only the others, send the inputs of split_log_events() one by one.
  Result<PutLogEventsOutput> put_log_events(const PutLogEventsInput& input,
                                            const CallOptions& options = {}) const;

  /// One page of a stream.
  Result<GetLogEventsOutput> get_log_events(const GetLogEventsInput& input,
                                            const CallOptions& options = {}) const;

  /// One page of what matches.
  Result<FilterLogEventsOutput> filter_log_events(const FilterLogEventsInput& input,
                                                  const CallOptions& options = {}) const;
  /// Every event that matches, page after page. `options` count for each page.
  AllItems<FilteredLogEvent> filter_log_events_all(const FilterLogEventsInput& input,
                                                   const CallOptions& options = {}) const;

  /// One page.
  Result<DescribeLogGroupsOutput> describe_log_groups(const DescribeLogGroupsInput& input = {},
                                                      const CallOptions& options = {}) const;
  /// Every group, page after page. `options` count for each page.
  AllItems<LogGroup> describe_log_groups_all(const DescribeLogGroupsInput& input = {},
                                             const CallOptions& options = {}) const;
  Result<void> put_retention_policy(const PutRetentionPolicyInput& input,
                                    const CallOptions& options = {}) const;

  /// Begins a query of Logs Insights, which is paid for by the bytes that it reads. get_query_results() is
  /// asked until its status says that it has ended.
  Result<StartQueryOutput> start_query(const StartQueryInput& input, const CallOptions& options = {}) const;
  /// One page. The rows are kept as they came; see QueryRows.
  Result<GetQueryResultsOutput> get_query_results(const GetQueryResultsInput& input,
                                                  const CallOptions& options = {}) const;
  Result<StopQueryOutput> stop_query(const StopQueryInput& input, const CallOptions& options = {}) const;

 private:
  std::shared_ptr<const internal::aws::ServiceClient> client_;
};

}  // namespace anthropic::inline v0::aws
