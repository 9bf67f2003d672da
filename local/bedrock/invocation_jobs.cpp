#include "local/bedrock/invocation_jobs.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/text/text.hpp"
#include "base/time/time_format.hpp"
#include "local/bedrock/arn.hpp"
#include "local/bedrock/model_access.hpp"
#include "local/bedrock/pages.hpp"

namespace anthropic::internal::local {
namespace {

constexpr std::string_view kOutcomeTag = "local-outcome";
constexpr std::string_view kRecordsTag = "local-records";
constexpr std::string_view kOutcomes[] = {"Completed", "PartiallyCompleted", "Failed", "Expired"};
constexpr int kUsualHours = 24;
constexpr int kMostHours = 168;

bool is_finished(std::string_view status) {
  return status == "Stopped" ||
         std::find(std::begin(kOutcomes), std::end(kOutcomes), status) != std::end(kOutcomes);
}

bool is_job_name(std::string_view name) {
  if (name.empty() || name.size() > 63 || !is_letter_or_digit(name.front())) return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return is_letter_or_digit(c) || std::string_view("-+.").find(c) != std::string_view::npos;
  });
}

bool is_s3_uri(std::string_view uri) {
  return uri.starts_with("s3://") && uri.size() > 8;
}

Refusal constraint(const std::string& member, const std::string& rule) {
  return refuse_input("1 validation error detected: Value at '" + member +
                      "' failed to satisfy constraint: " + rule);
}

Refusal no_such_job() {
  return refuse("ResourceNotFoundException", "The provided job identifier is not found.");
}

std::optional<Refusal> check_request(const Json& request, const InvocationJobs::ModelFor& model_for) {
  if (!is_job_name(request["jobName"].string_or(""))) {
    return constraint(
        "jobName",
        "Member must satisfy regular expression pattern: [a-zA-Z0-9]{1,63}(-*[a-zA-Z0-9\\+\\-\\.]){0,63}");
  }
  const std::string role = request["roleArn"].string_or("");
  if (!role.starts_with("arn:aws") || role.find(":iam::") == std::string::npos ||
      role.find(":role/") == std::string::npos) {
    return constraint("roleArn", "Member must be the ARN of an IAM role");
  }
  const auto model = model_for(request["modelId"].string_or(""), ModelUse::batch);
  if (const auto* refusal = std::get_if<Refusal>(&model)) return *refusal;
  if (!is_s3_uri(request["inputDataConfig"]["s3InputDataConfig"]["s3Uri"].string_or(""))) {
    return constraint("inputDataConfig.s3InputDataConfig.s3Uri", "Member must be a URI of S3");
  }
  if (!is_s3_uri(request["outputDataConfig"]["s3OutputDataConfig"]["s3Uri"].string_or(""))) {
    return constraint("outputDataConfig.s3OutputDataConfig.s3Uri", "Member must be a URI of S3");
  }
  if (const Json* hours = request.find("timeoutDurationInHours")) {
    const auto number = hours->as_int64();
    if (!number || *number < kUsualHours || *number > kMostHours) {
      return constraint("timeoutDurationInHours", "Member must be between 24 and 168");
    }
  }
  return std::nullopt;
}

/// What the job comes to; refused if its tag names nothing that there is.
std::variant<std::string, Refusal> outcome_of(const Json& request) {
  for (const Json& tag : request["tags"].items()) {
    if (tag["key"].as_string() != kOutcomeTag) continue;
    const std::string outcome = tag["value"].string_or("");
    if (std::find(std::begin(kOutcomes), std::end(kOutcomes), outcome) != std::end(kOutcomes)) return outcome;
    return refuse_input("The tag local-outcome is Completed, PartiallyCompleted, Failed or Expired.");
  }
  return std::string(kOutcomes[0]);
}

/// How many records the job has: the endpoint reads no file, so a tag says it.
std::variant<std::optional<std::int64_t>, Refusal> records_of(const Json& request) {
  for (const Json& tag : request["tags"].items()) {
    if (tag["key"].as_string() != kRecordsTag) continue;
    const auto count = parse_integer(tag["value"].string_or(""));
    if (count && *count >= 0) return std::optional<std::int64_t>(*count);
    return refuse_input("The tag local-records is a whole number.");
  }
  return std::optional<std::int64_t>();
}

/// Half of them are done while the job runs; of a job that is partially completed half have failed.
void set_record_counts(std::int64_t records, std::string_view status, Json& description) {
  std::int64_t processed = 0;
  if (status == "InProgress" || status == "Stopping" || status == "Stopped" || status == "Expired")
    processed = records / 2;
  if (status == "Completed" || status == "PartiallyCompleted") processed = records;
  const std::int64_t failed = status == "PartiallyCompleted" ? records / 2 : 0;
  description.set("totalRecordCount", records);
  description.set("processedRecordCount", processed);
  description.set("successRecordCount", processed - failed);
  description.set("errorRecordCount", failed);
}

/// Members that a list gives, and a job itself; AWS leaves out what was not given.
void copy(const Json& from, const char* name, Json& to) {
  if (const Json* value = from.find(name)) to.set(name, *value);
}

bool is_within(SystemTime time, std::string_view query) {
  const auto after = parse_iso8601(query_value(query, "submitTimeAfter"));
  const auto before = parse_iso8601(query_value(query, "submitTimeBefore"));
  return (!after || time > *after) && (!before || time < *before);
}

}  // namespace

InvocationJobs::InvocationJobs(std::string region, std::function<SystemTime()> now,
                               std::shared_ptr<Random> random, ModelFor model_for)
    : region_(std::move(region)),
      now_(std::move(now)),
      random_(std::move(random)),
      model_for_(std::move(model_for)) {}

InvocationJobs::Answer InvocationJobs::answer(const Route& route, std::string_view body) {
  const std::lock_guard lock(mutex_);
  switch (route.operation) {
    case Operation::create_job:
      return create(body);
    case Operation::list_jobs:
      return list(route.query);
    case Operation::stop_job:
      return stop(route.id);
    default:
      return get(route.id);
  }
}

InvocationJobs::Answer InvocationJobs::create(std::string_view body) {
  Result<Json> request = Json::parse(body);
  if (!request || !request->is_object()) return refuse_input("The request is not a JSON object.");
  if (auto refusal = check_request(*request, model_for_)) return *std::move(refusal);
  auto outcome = outcome_of(*request);
  if (auto* refusal = std::get_if<Refusal>(&outcome)) return std::move(*refusal);

  auto records = records_of(*request);
  if (auto* refusal = std::get_if<Refusal>(&records)) return std::move(*refusal);

  const std::string token = (*request)["clientRequestToken"].string_or("");
  for (const Job& job : jobs_) {
    if (token.empty() || job.request["clientRequestToken"].as_string() != std::string_view(token)) continue;
    if (job.request == *request) return Json::object({{"jobArn", job.description["jobArn"]}});
    return refuse("ConflictException", "The client request token was used with other parameters.");
  }

  const std::int64_t hours = (*request)["timeoutDurationInHours"].as_int64().value_or(kUsualHours);
  const SystemTime submitted = now_();
  Job job{.description =
              Json::object({{"jobArn", bedrock_arn(region_, "model-invocation-job", resource_id(*random_))}}),
          .request = *request,
          .submitted = submitted,
          .outcome = *std::get_if<std::string>(&outcome),
          .records = *std::get_if<std::optional<std::int64_t>>(&records)};
  for (const char* name : {"jobName", "modelId", "clientRequestToken", "roleArn"})
    copy(*request, name, job.description);
  set_status(job, "Submitted");
  job.description.set("submitTime", format_iso8601(submitted));
  for (const char* name : {"inputDataConfig", "outputDataConfig", "vpcConfig"})
    copy(*request, name, job.description);
  job.description.set("timeoutDurationInHours", hours);
  job.description.set("jobExpirationTime", format_iso8601(submitted + std::chrono::hours(hours)));
  job.description.set("modelInvocationType", (*request)["modelInvocationType"].string_or("InvokeModel"));
  jobs_.push_back(std::move(job));
  return Json::object({{"jobArn", jobs_.back().description["jobArn"]}});
}

InvocationJobs::Answer InvocationJobs::get(const std::string& identifier) {
  Job* job = find(identifier);
  if (!job) return no_such_job();
  move_on(*job);
  return job->description;
}

InvocationJobs::Answer InvocationJobs::list(std::string_view query) const {
  const std::string status = query_value(query, "statusEquals");
  const std::string part_of_name = query_value(query, "nameContains");
  std::vector<const Job*> found;
  for (const Job& job : jobs_) {
    if (!status.empty() && job.description["status"].as_string() != std::string_view(status)) continue;
    if (job.description["jobName"].string_or("").find(part_of_name) == std::string::npos) continue;
    if (is_within(job.submitted, query)) found.push_back(&job);
  }
  // The newest come first, unless told otherwise.
  if (query_value(query, "sortOrder") != "Ascending") std::reverse(found.begin(), found.end());

  std::vector<Json> summaries;
  for (const Job* job : found) summaries.push_back(job->description);
  return paged_answer("invocationJobSummaries", std::move(summaries), query);
}

InvocationJobs::Answer InvocationJobs::stop(const std::string& identifier) {
  Job* job = find(identifier);
  if (!job) return no_such_job();
  if (is_finished(job->description["status"].string_or(""))) {
    return refuse("ConflictException", "The job has ended; it cannot be stopped.");
  }
  if (job->description["status"].as_string() != "Stopping") {
    set_status(*job, "Stopping");
    job->polls = 0;
  }
  return Json::object();
}

InvocationJobs::Job* InvocationJobs::find(const std::string& identifier) {
  for (Job& job : jobs_) {
    const std::string arn = job.description["jobArn"].string_or("");
    if (arn == identifier || arn.substr(arn.rfind('/') + 1) == identifier) return &job;
  }
  return nullptr;
}

std::optional<Json> InvocationJobs::tags_made_with(std::string_view arn) const {
  const std::lock_guard lock(mutex_);
  for (const Job& job : jobs_) {
    if (job.description["jobArn"].as_string() == arn) return job.request["tags"];
  }
  return std::nullopt;
}

void InvocationJobs::set_status(Job& job, std::string_view status) const {
  const std::string now = format_iso8601(now_());
  job.description.set("status", std::string(status));
  job.description.set("lastModifiedTime", now);
  if (job.records) set_record_counts(*job.records, status, job.description);
  if (is_finished(status)) job.description.set("endTime", now);
  if (status == "Failed")
    job.description.set("message", "The local endpoint was asked to let this job fail.");
  if (status == "PartiallyCompleted") {
    job.description.set("message", "The local endpoint was asked to let some records of this job fail.");
  }
}

void InvocationJobs::move_on(Job& job) const {
  const std::string status = job.description["status"].string_or("");
  if (is_finished(status)) return;
  if (status == "Stopping") {
    if (++job.polls > 1) set_status(job, "Stopped");
    return;
  }
  ++job.polls;
  if (job.polls == 2) set_status(job, "InProgress");
  if (job.polls > 2) set_status(job, job.outcome);
}

}  // namespace anthropic::internal::local
