#include <algorithm>
#include <map>

#include "base/text/text.hpp"
#include "base/time/time_format.hpp"
#include "local/aws/logs/insights.hpp"
#include "local/aws/model_calls.hpp"
#include "local/aws/service.hpp"

namespace anthropic::internal::local {
namespace {

using std::chrono::milliseconds;

constexpr auto kSampled = std::chrono::days(7);
constexpr std::size_t kMostEvents = 10'000;
constexpr std::size_t kMostBytes = 1'000'000;
constexpr std::string_view kMonitorGroup = "/anthropic/bedrock";
constexpr std::string_view kInvocationsGroup = "/local-endpoint/invocations";

Refusal invalid_parameter(const std::string& message) {
  return {.code = "InvalidParameterException", .message = message};
}

Refusal no_group() {
  return {.code = "ResourceNotFoundException", .message = "The specified log group does not exist."};
}

std::int64_t epoch_milliseconds(SystemTime time) {
  return std::chrono::floor<milliseconds>(time.time_since_epoch()).count();
}

/// What CloudWatchMonitor writes of a call.
std::string monitor_line(const ModelCall& call) {
  Json json = Json::object({{"time", format_iso8601(call.time)},
                            {"model", call.model},
                            {"stream", call.stream},
                            {"duration_ms", static_cast<std::int64_t>(call.latency_ms)},
                            {"attempts", 1},
                            {"request_id", call.request_id}});
  if (call.status == 200) {
    json.set("input_tokens", call.input_tokens);
    json.set("output_tokens", call.output_tokens);
    json.set("stop_reason", "end_turn");
  } else {
    json.set("error",
             Json::object({{"kind", "rate_limit"}, {"status", call.status}, {"code", call.error_code}}));
  }
  json.set("note", kSampleNote);
  return json.dump();
}

/// What Bedrock's model invocation logging writes of a call.
std::string invocation_line(const ModelCall& call, std::string_view region) {
  Json input =
      Json::object({{"inputContentType", "application/json"}, {"inputTokenCount", call.input_tokens}});
  if (call.cache_read_tokens > 0) input.set("cacheReadInputTokenCount", call.cache_read_tokens);
  if (call.cache_write_tokens > 0) input.set("cacheWriteInputTokenCount", call.cache_write_tokens);
  if (!call.request.is_null()) input.set("inputBodyJson", call.request);
  Json output =
      Json::object({{"outputContentType", "application/json"}, {"outputTokenCount", call.output_tokens}});
  if (!call.answer.is_null()) output.set("outputBodyJson", call.answer);
  Json json = Json::object({{"schemaType", "ModelInvocationLog"},
                            {"schemaVersion", "1.0"},
                            {"timestamp", format_iso8601(call.time)},
                            {"accountId", kServicesAccount},
                            {"region", region},
                            {"requestId", call.request_id},
                            {"operation", call.operation},
                            {"modelId", call.model},
                            {"identity", Json::object({{"arn", call.caller}})},
                            {"input", std::move(input)},
                            {"output", std::move(output)}});
  if (!call.metadata.is_null()) json.set("requestMetadata", call.metadata);
  if (!call.error_code.empty()) json.set("errorCode", call.error_code);
  json.set("note", call.log_group.empty() ? kSampleNote : "a call of the local endpoint, not of AWS");
  return json.dump();
}

struct Group {
  SystemTime created = {};
  std::optional<std::int64_t> retention_days = {};
  std::map<std::string, std::vector<QueriedEvent>> streams = {};
};

struct Query {
  std::vector<InsightsRow> rows = {};
  std::size_t scanned = 0, bytes = 0;
  bool was_asked = false;  ///< The first answer is that it runs.
};

class Logs {
 public:
  ServiceOutcome answer(const ServiceCall& call);

 private:
  ServiceOutcome create_group(const ServiceCall& call);
  ServiceOutcome create_stream(const ServiceCall& call);
  ServiceOutcome describe_groups(const ServiceCall& call);
  ServiceOutcome put_retention(const ServiceCall& call);
  ServiceOutcome put_events(const ServiceCall& call);
  ServiceOutcome get_events(const ServiceCall& call);
  ServiceOutcome filter_events(const ServiceCall& call);
  ServiceOutcome start_query(const ServiceCall& call);
  ServiceOutcome query_results(const ServiceCall& call);
  ServiceOutcome stop_query(const ServiceCall& call);

  /// Those that were created, those of the samples, and that which Bedrock logs to.
  std::map<std::string, Group> groups(const ServiceCall& call) const;
  std::variant<Group, Refusal> group(const ServiceCall& call, const std::string& name) const;

  std::map<std::string, Group> created_;
  std::map<std::string, Query> queries_;
  std::uint64_t next_event_ = 1;
};

QueriedEvent event_of(const ModelCall& call, std::string message, std::string stream) {
  return {
      .time = call.time, .message = std::move(message), .stream = std::move(stream), .id = call.request_id};
}

std::map<std::string, Group> Logs::groups(const ServiceCall& call) const {
  std::map<std::string, Group> groups = created_;
  const std::string bedrock_stream = "aws/bedrock/modelinvocations";
  for (const ModelCall& sample : sample_calls(call.now - kSampled, call.now, call.region)) {
    groups[std::string(kMonitorGroup)].streams["sample"].push_back(
        event_of(sample, monitor_line(sample), "sample"));
    groups[std::string(kInvocationsGroup)].streams[bedrock_stream].push_back(
        event_of(sample, invocation_line(sample, call.region), bedrock_stream));
  }
  for (const ModelCall& answered : call.model_calls->all()) {
    if (answered.log_group.empty()) continue;
    groups[answered.log_group].streams[bedrock_stream].push_back(
        event_of(answered, invocation_line(answered, call.region), bedrock_stream));
  }
  return groups;
}

std::variant<Group, Refusal> Logs::group(const ServiceCall& call, const std::string& name) const {
  std::map<std::string, Group> all = groups(call);
  const auto found = all.find(name);
  if (found == all.end()) return no_group();
  return std::move(found->second);
}

ServiceOutcome Logs::create_group(const ServiceCall& call) {
  const auto name = required_text(call.input, "logGroupName", "InvalidParameterException");
  if (const auto* refusal = std::get_if<Refusal>(&name)) return *refusal;
  const std::string& text = *std::get_if<std::string>(&name);
  if (text.size() > 512 ||
      text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/#") !=
          std::string::npos)
    return invalid_parameter(
        "1 validation error detected: Value at 'logGroupName' failed to satisfy constraint: Member must "
        "satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+");
  if (std::holds_alternative<Group>(group(call, text)))
    return Refusal{.code = "ResourceAlreadyExistsException",
                   .message = "The specified log group already exists"};
  created_[text].created = call.now;
  return Json::object();
}

ServiceOutcome Logs::create_stream(const ServiceCall& call) {
  const std::string name = call.input["logGroupName"].string_or("");
  const auto stream = required_text(call.input, "logStreamName", "InvalidParameterException");
  if (const auto* refusal = std::get_if<Refusal>(&stream)) return *refusal;
  const auto found = group(call, name);
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  if (std::get_if<Group>(&found)->streams.contains(*std::get_if<std::string>(&stream)))
    return Refusal{.code = "ResourceAlreadyExistsException",
                   .message = "The specified log stream already exists"};
  created_[name].streams[*std::get_if<std::string>(&stream)];
  return Json::object();
}

ServiceOutcome Logs::describe_groups(const ServiceCall& call) {
  const std::string prefix = call.input["logGroupNamePrefix"].string_or("");
  const std::string pattern = call.input["logGroupNamePattern"].string_or("");
  if (!prefix.empty() && !pattern.empty())
    return invalid_parameter(
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
  const auto limit =
      call.input["limit"].is_null() ? std::optional<std::int64_t>(50) : call.input["limit"].as_int64();
  if (!limit || *limit < 1 || *limit > 50) return invalid_parameter("limit must be from 1 to 50.");
  const std::string after = call.input["nextToken"].string_or("");
  Json list = Json::array();
  std::string last;
  bool has_more = false;
  for (const auto& [name, found] : groups(call)) {
    if (!name.starts_with(prefix) || !icontains(name, pattern) || (!after.empty() && name <= after)) continue;
    has_more = static_cast<std::int64_t>(list.size()) == *limit;
    if (has_more) break;
    std::size_t bytes = 0;
    for (const auto& [stream, events] : found.streams) {
      for (const QueriedEvent& event : events) bytes += event.message.size() + 26;
    }
    const std::string arn = "arn:aws:logs:" + std::string(call.region) + ":" + std::string(kServicesAccount) +
                            ":log-group:" + name;
    Json json = Json::object({{"logGroupName", name},
                              {"creationTime", epoch_milliseconds(found.created)},
                              {"metricFilterCount", 0},
                              {"arn", arn + ":*"},
                              {"storedBytes", bytes},
                              {"logGroupClass", "STANDARD"}});
    if (found.retention_days) json.set("retentionInDays", *found.retention_days);
    list.push_back(std::move(json));
    last = name;
  }
  Json output = Json::object({{"logGroups", std::move(list)}});
  if (has_more) output.set("nextToken", last);
  return output;
}

ServiceOutcome Logs::put_retention(const ServiceCall& call) {
  constexpr std::int64_t kDays[] = {1,   3,   5,   7,   14,   30,   60,   90,   120,  150,  180,
                                    365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653};
  const auto days = call.input["retentionInDays"].as_int64();
  if (!days || std::find(std::begin(kDays), std::end(kDays), *days) == std::end(kDays))
    return invalid_parameter(
        "1 validation error detected: Value at 'retentionInDays' failed to satisfy constraint: Member must "
        "satisfy enum value set");
  const std::string name = call.input["logGroupName"].string_or("");
  const auto found = group(call, name);
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  created_[name].retention_days = *days;
  return Json::object();
}

ServiceOutcome Logs::put_events(const ServiceCall& call) {
  const auto group = created_.find(call.input["logGroupName"].string_or(""));
  if (group == created_.end()) return no_group();
  const auto stream = group->second.streams.find(call.input["logStreamName"].string_or(""));
  if (stream == group->second.streams.end())
    return Refusal{.code = "ResourceNotFoundException",
                   .message = "The specified log stream does not exist."};
  if (call.input["logEvents"].empty() || call.input["logEvents"].size() > kMostEvents)
    return invalid_parameter("logEvents must have 1 to 10000 items.");
  std::int64_t before = 0;
  for (const Json& event : call.input["logEvents"].items()) {
    const auto time = event["timestamp"].as_int64();
    if (!time || *time < 0 || event["message"].string_or("").empty())
      return invalid_parameter("An event needs a timestamp and a message.");
    if (*time < before)
      return invalid_parameter("Log events in a single PutLogEvents request must be in chronological order.");
    before = *time;
  }
  for (const Json& event : call.input["logEvents"].items()) {
    stream->second.push_back({.time = SystemTime(milliseconds(*event["timestamp"].as_int64())),
                              .message = event["message"].string_or(""),
                              .stream = stream->first,
                              .id = std::to_string(next_event_++)});
  }
  return Json::object({{"nextSequenceToken", "not used any more"}});
}

/// The events of some streams in the order of their time.
std::vector<QueriedEvent> events_of(const Group& group, const Json& input) {
  const std::int64_t begin = input["startTime"].as_int64().value_or(0);
  const std::int64_t end = input["endTime"].as_int64().value_or(INT64_MAX);
  const std::string prefix = input["logStreamNamePrefix"].string_or("");
  const Json::Array& names = input["logStreamNames"].items();
  std::vector<QueriedEvent> events;
  for (const auto& [name, all] : group.streams) {
    const bool is_named =
        names.empty() || std::any_of(names.begin(), names.end(), [&, &stream = name](const Json& wanted) {
          return wanted.as_string() == std::string_view(stream);
        });
    if (!is_named || !name.starts_with(prefix)) continue;
    for (const QueriedEvent& event : all) {
      const std::int64_t time = epoch_milliseconds(event.time);
      if (time >= begin && time <= end) events.push_back(event);
    }
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const QueriedEvent& a, const QueriedEvent& b) { return a.time < b.time; });
  return events;
}

Json event_json(const QueriedEvent& event) {
  const std::int64_t time = epoch_milliseconds(event.time);
  return Json::object({{"logStreamName", event.stream},
                       {"timestamp", time},
                       {"message", event.message},
                       {"ingestionTime", time},
                       {"eventId", event.id}});
}

ServiceOutcome Logs::get_events(const ServiceCall& call) {
  const auto stream = required_text(call.input, "logStreamName", "InvalidParameterException");
  if (const auto* refusal = std::get_if<Refusal>(&stream)) return *refusal;
  const auto found = group(call, call.input["logGroupName"].string_or(""));
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  if (!std::get_if<Group>(&found)->streams.contains(*std::get_if<std::string>(&stream)))
    return Refusal{.code = "ResourceNotFoundException",
                   .message = "The specified log stream does not exist."};
  Json input = call.input;
  input.set("logStreamNames", Json::array({*std::get_if<std::string>(&stream)}));
  Json list = Json::array();
  // One page holds all; the token that comes back is the end.
  if (call.input["nextToken"].is_null()) {
    for (const QueriedEvent& event : events_of(*std::get_if<Group>(&found), input))
      list.push_back(event_json(event));
  }
  return Json::object(
      {{"events", std::move(list)}, {"nextForwardToken", "f/end"}, {"nextBackwardToken", "b/begin"}});
}

/// The plain words of a filter pattern, all of which an event must hold; a refusal for any other pattern.
std::variant<std::vector<std::string>, Refusal> words_of(std::string_view pattern) {
  std::vector<std::string> words;
  pattern = trim(pattern);
  while (!pattern.empty()) {
    const bool is_quoted = pattern.front() == '"';
    if (is_quoted) pattern.remove_prefix(1);
    const std::size_t end = std::min(pattern.find(is_quoted ? '"' : ' '), pattern.size());
    const std::string word(pattern.substr(0, end));
    if (!is_quoted && word.find_first_of("{}[]?%-$*") != std::string::npos)
      return invalid_parameter("The local endpoint filters for words only, and does not understand " + word);
    words.push_back(word);
    pattern.remove_prefix(std::min(end + 1, pattern.size()));
    pattern = trim(pattern);
  }
  return words;
}

ServiceOutcome Logs::filter_events(const ServiceCall& call) {
  const auto found = group(call, call.input["logGroupName"].string_or(""));
  if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
  const auto words = words_of(call.input["filterPattern"].string_or(""));
  if (const auto* refusal = std::get_if<Refusal>(&words)) return *refusal;
  const auto limit = call.input["limit"].is_null() ? std::optional<std::int64_t>(kMostEvents)
                                                   : call.input["limit"].as_int64();
  if (!limit || *limit < 1 || *limit > static_cast<std::int64_t>(kMostEvents))
    return invalid_parameter("limit must be from 1 to 10000.");
  const auto begin = parse_integer(call.input["nextToken"].string_or("0"));
  if (!begin || *begin < 0) return invalid_parameter("The specified nextToken is invalid.");
  std::vector<QueriedEvent> events = events_of(*std::get_if<Group>(&found), call.input);
  std::erase_if(events, [&](const QueriedEvent& event) {
    const auto& all = *std::get_if<std::vector<std::string>>(&words);
    return std::any_of(all.begin(), all.end(), [&](const std::string& word) {
      return event.message.find(word) == std::string::npos;
    });
  });
  Json list = Json::array();
  std::size_t bytes = 0;
  auto at = static_cast<std::size_t>(*begin);
  for (; at < events.size() && static_cast<std::int64_t>(list.size()) < *limit && bytes < kMostBytes; ++at) {
    bytes += events[at].message.size();
    list.push_back(event_json(events[at]));
  }
  Json output = Json::object({{"events", std::move(list)}, {"searchedLogStreams", Json::array()}});
  if (at < events.size()) output.set("nextToken", std::to_string(at));
  return output;
}

ServiceOutcome Logs::start_query(const ServiceCall& call) {
  std::vector<std::string> names;
  for (const Json& name : call.input["logGroupNames"].items()) names.push_back(name.string_or(""));
  if (const auto one = call.input["logGroupName"].as_string()) names.emplace_back(*one);
  if (names.empty() || names.size() > 50) return invalid_parameter("A query reads 1 to 50 log groups.");
  const auto begin = call.input["startTime"].as_int64(), end = call.input["endTime"].as_int64();
  if (!begin || !end || *begin > *end)
    return invalid_parameter("startTime and endTime are required, and in this order.");
  const auto limit = call.input["limit"].is_null() ? std::optional<std::int64_t>(kMostEvents)
                                                   : call.input["limit"].as_int64();
  if (!limit || *limit < 1 || *limit > 100'000) return invalid_parameter("limit must be from 1 to 100000.");
  const auto parsed = InsightsQuery::parse(call.input["queryString"].string_or(""));
  if (const auto* refusal = std::get_if<Refusal>(&parsed)) return *refusal;
  const Json window = Json::object({{"startTime", *begin * 1000}, {"endTime", *end * 1000 + 999}});
  std::vector<QueriedEvent> events;
  for (const std::string& name : names) {
    const auto found = group(call, name);
    if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
    for (QueriedEvent& event : events_of(*std::get_if<Group>(&found), window))
      events.push_back(std::move(event));
  }
  Query query{.scanned = events.size()};
  for (const QueriedEvent& event : events) query.bytes += event.message.size();
  query.rows = std::get_if<InsightsQuery>(&parsed)->run(events, static_cast<std::size_t>(*limit));
  const std::string id = "local-query-" + std::to_string(queries_.size() + 1);
  queries_[id] = std::move(query);
  return Json::object({{"queryId", id}});
}

ServiceOutcome Logs::query_results(const ServiceCall& call) {
  const auto found = queries_.find(call.input["queryId"].string_or(""));
  if (found == queries_.end())
    return Refusal{.code = "ResourceNotFoundException", .message = "Query does not exist."};
  Query& query = found->second;
  if (!std::exchange(query.was_asked, true))
    return Json::object({{"results", Json::array()}, {"statistics", Json::object()}, {"status", "Running"}});
  const auto begin = parse_integer(call.input["nextToken"].string_or("0"));
  if (!begin || *begin < 0) return invalid_parameter("The specified nextToken is invalid.");
  const std::size_t end = std::min(query.rows.size(), static_cast<std::size_t>(*begin) + kMostEvents);
  Json rows = Json::array();
  for (auto i = static_cast<std::size_t>(*begin); i < end; ++i) {
    Json row = Json::array();
    for (const auto& [field, value] : query.rows[i])
      row.push_back(Json::object({{"field", field}, {"value", value}}));
    rows.push_back(std::move(row));
  }
  Json output =
      Json::object({{"queryLanguage", "CWLI"},
                    {"results", std::move(rows)},
                    {"statistics", Json::object({{"recordsMatched", static_cast<double>(query.rows.size())},
                                                 {"recordsScanned", static_cast<double>(query.scanned)},
                                                 {"bytesScanned", static_cast<double>(query.bytes)}})},
                    {"status", "Complete"}});
  if (end < query.rows.size()) output.set("nextToken", std::to_string(end));
  return output;
}

ServiceOutcome Logs::stop_query(const ServiceCall& call) {
  const bool is_there = queries_.erase(call.input["queryId"].string_or("")) > 0;
  if (!is_there) return Refusal{.code = "ResourceNotFoundException", .message = "Query does not exist."};
  return Json::object({{"success", true}});
}

ServiceOutcome Logs::answer(const ServiceCall& call) {
  if (call.operation == "CreateLogGroup") return create_group(call);
  if (call.operation == "CreateLogStream") return create_stream(call);
  if (call.operation == "DescribeLogGroups") return describe_groups(call);
  if (call.operation == "PutRetentionPolicy") return put_retention(call);
  if (call.operation == "PutLogEvents") return put_events(call);
  if (call.operation == "GetLogEvents") return get_events(call);
  if (call.operation == "FilterLogEvents") return filter_events(call);
  if (call.operation == "StartQuery") return start_query(call);
  if (call.operation == "GetQueryResults") return query_results(call);
  if (call.operation == "StopQuery") return stop_query(call);
  return unknown_operation(call);
}

}  // namespace

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/
ServiceHandler cloudwatch_logs() {
  return [logs = Logs()](const ServiceCall& call) mutable { return logs.answer(call); };
}

}  // namespace anthropic::internal::local
