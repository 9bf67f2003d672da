#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <anthropic/aws/bedrock_control.hpp>
#include <anthropic/aws/cloudwatch_logs.hpp>
#include <anthropic/aws/session.hpp>
#include <anthropic/json.hpp>
#include <anthropic/result.hpp>
#include <anthropic/string_list.hpp>

namespace anthropic::inline v0::operations {

/// Who has written a record of a call.
enum class CallLogSource : std::uint8_t {
  monitor,         ///< aws::CloudWatchMonitor of this library, beside the client.
  invocation_log,  ///< Bedrock itself: model invocation logging.
};

/// A call as a log has it, whoever wrote that. What a source does not know is empty.
struct LoggedCall {
  CallLogSource source = CallLogSource::monitor;
  std::optional<std::chrono::system_clock::time_point> time = {};
  std::string model = {};             ///< As it was called: an id or a profile.
  std::string operation = {};         ///< "InvokeModel", "ConverseStream"
  std::string caller = {};            ///< The ARN of who called.
  std::string region = {};            ///< Where it was called.
  std::string inference_region = {};  ///< Where a profile has sent it.
  std::string request_id = {};
  std::optional<std::int64_t> duration_ms = {};
  std::optional<std::int64_t> time_to_first_token_ms = {};
  std::optional<std::int64_t> input_tokens = {};  ///< Without those of the cache.
  std::optional<std::int64_t> output_tokens = {};
  std::optional<std::int64_t> cache_read_tokens = {};
  std::optional<std::int64_t> cache_write_tokens = {};
  std::string stop_reason = {};
  std::string error = {};  ///< Its code, else its kind.
  std::string error_message = {};
  std::map<std::string, std::string> metadata = {};  ///< BedrockOptions::request_metadata
  Json request = {};  ///< The body, if it was logged; null if not, or if it is too long for an event.
  Json answer = {};   ///< The body; of a stream, its events; of the monitor, the answer's text.
  Json extra = {};    ///< What else the record holds, under its own names; null if nothing.
};

/// A record of CloudWatchMonitor or of model invocation logging; empty if it is neither.
std::optional<LoggedCall> read_logged_call(std::string_view message);

/// A question to which many people want the answer.
enum class LogQuestion : std::uint8_t {
  by_caller,    ///< Calls and tokens of each identity; invocation logs only.
  by_model,     ///< Calls and tokens of each id that was called.
  by_metadata,  ///< Calls and tokens for each value of one name of request metadata; invocation logs only.
  slow,         ///< The 25 slowest calls; monitor's records and Converse.
  errors,       ///< How often each error occurred.
};

/// The question in the language of Logs Insights; it understands the records of both sources. `metadata_key` is
/// for by_metadata; with a `model` (an alias, an id) it is about its calls alone. Fails with
/// ErrorKind::configuration where one of them cannot stand in a query.
Result<std::string> log_question(LogQuestion question, std::string_view metadata_key = {},
                                 std::string_view model = {});

struct LogQuery {
  StringList log_groups = {"/anthropic/bedrock"};
  std::string query = {};  ///< log_question(), or one of your own.
  std::chrono::system_clock::time_point since = {};
  std::chrono::system_clock::time_point until = {};
  std::optional<int> limit = {};  ///< Of rows; else what the query says, else 10,000.
  aws::ClientOptions client = {};
};

/// Runs a query of Logs Insights and calls `on_rows` with each page of its rows, 10,000 at most. It asks for
/// the answer five times a second at first, which is AWS's limit, and then after pauses of an eighth of the time
/// that has passed. If `call` is asked to stop, so is the query, for its reading is paid for.
Result<aws::QueryStatistics> query_logs(
    const aws::Session& session, const LogQuery& query,
    const std::function<Result<void>(const aws::QueryRows& rows)>& on_rows,
    const aws::CallOptions& call = {});

struct LogTailOptions {
  std::string log_group = "/anthropic/bedrock";
  std::string filter_pattern = {};  ///< As FilterLogEvents takes it; empty: all events.
  std::chrono::system_clock::time_point since = {};
  aws::ClientOptions client = {};
};

/// The end of a log group. Used by one thread.
class LogTail {
 public:
  LogTail(const aws::Session& session, LogTailOptions options);

  /// The events since the last time, or since `since`, in the order of their time. One that arrives late, up
  /// to a minute, is still among them; none comes twice.
  Result<std::vector<aws::FilteredLogEvent>> read(const aws::CallOptions& call = {});

 private:
  aws::CloudWatchLogs logs_;
  LogTailOptions options_;
  std::optional<std::chrono::system_clock::time_point> newest_ = {};
  std::set<std::pair<std::chrono::system_clock::time_point, std::string>> seen_ = {};
};

/// What Bedrock is to log about every call in the account and region.
struct LogSetup {
  std::string log_group = {};  ///< Empty: not to CloudWatch Logs.
  std::string role_arn = {};   ///< The role that Bedrock writes to the group with.
  std::string bucket =
      {};  ///< Of S3; empty: not to S3. Beside a group, also for what is too long for an event.
  std::string key_prefix = {};
  bool text = true;    ///< Prompts and answers; false: only who, when, which model and how many tokens.
  bool images = true;  ///< Images in them.
  std::optional<int> retention_days = {};  ///< Of the group; else it stays as it is, and a new one keeps all.
  aws::ClientOptions client = {};
};

/// What apply_log_setup() is about to do.
struct LogSetupPlan {
  LogSetup setup = {};
  std::string account = {};
  std::string region = {};
  bool creates_group = false;
  std::optional<aws::ModelInvocationLoggingConfig> present =
      {};  ///< Which is replaced; empty: nothing is logged.
  aws::ModelInvocationLoggingConfig wanted = {};
  std::vector<std::string> warnings = {};  ///< A sentence each.
};

/// Looks at what is there: the account, the group, the role and whom it trusts, what is logged now. Changes
/// nothing. Fails with ErrorKind::configuration if the role cannot work. Needs
/// bedrock:GetModelInvocationLoggingConfiguration, logs:DescribeLogGroups and iam:GetRole; without the last the
/// role goes unchecked, and a warning says so.
Result<LogSetupPlan> plan_log_setup(const aws::Session& session, const LogSetup& setup,
                                    const aws::CallOptions& call = {});
/// Creates the group if need be, says how long it keeps its events, and switches the logging on.
Result<void> apply_log_setup(const aws::Session& session, const LogSetupPlan& plan,
                             const aws::CallOptions& call = {});

/// The policies that model invocation logging needs, as JSON for people to apply.
struct LogSetupPolicies {
  Json role_trust = {};   ///< Who may assume the role: Bedrock, for this account and region.
  Json role_rights = {};  ///< What the role may do: write to the stream `aws/bedrock/modelinvocations`.
  Json bucket = {};       ///< Of the bucket: Bedrock may put the logs there.
};
/// Of what `setup` does not name, the policies are null.
LogSetupPolicies log_setup_policies(const LogSetup& setup, std::string_view account, std::string_view region);

}  // namespace anthropic::inline v0::operations
