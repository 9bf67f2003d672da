#include "commands/batch/jobs/job_submit.hpp"

#include <cerrno>
#include <cstring>
#include <memory>
#include <random>
#include <utility>

#include <anthropic/model_catalog.hpp>

#include "base/file/read_write.hpp"
#include "base/file/temporary_file.hpp"
#include "base/time/time_format.hpp"
#include "errors/report_error.hpp"
#include "platform/models/choice.hpp"
#include "platform/requests/preflight.hpp"

namespace anthropic::internal::cli {
namespace {

std::string random_hex(int words) {
  std::random_device device;
  std::string out;
  for (int i = 0; i < words; ++i) {
    char text[9];
    std::snprintf(text, sizeof text, "%08x", static_cast<unsigned>(device()));
    out += text;
  }
  return out;
}

Result<aws::S3Uri> place_of(const char* option, const std::string& text) {
  if (text.empty()) return usage_error(std::string(option) + " is missing", "write s3://bucket/folder/");
  Result<aws::S3Uri> uri = aws::parse_s3_uri(text);
  if (!uri) return usage_error(std::string(option) + ": " + uri.error().message, "write s3://bucket/folder/");
  return uri;
}

Error foreign_model(const std::string& model, const std::string& job_model) {
  Error error;
  error.kind = ErrorKind::bad_request;
  error.type = "invalid_request_error";
  error.message = "its model is " + model + ", and the job's is " + job_model;
  error.hint = "a job has one model: put the lines of each into a file of their own";
  return error;
}

}  // namespace

OneModel::OneModel(const BatchOptions& options, std::string region) : region_(std::move(region)) {
  if (!options.model.model.empty()) id_ = resolve_model_id(options.model.model, region_);
}

Error OneModel::check(const ParsedLine& line) {
  const std::string model = resolve_model_id(line.params.model, region_);
  if (id_.empty()) id_ = model;
  if (model != id_) return foreign_model(model, id_);
  return refuse_params(PlatformKind::invoke_model, line.params, region_).value_or(Error{});
}

Result<void> OneModel::has_batch() const {
  const auto refused = refuse_model_feature(ModelFeature::batch, id_, region_);
  if (!refused) return {};
  return usage_error(refused->message, refused->hint);
}

Result<JobPlan> plan_job(const BatchOptions& options) {
  JobPlan plan;
  if (options.out.empty()) return usage_error("a job needs a file for its results", "add -o OUT.jsonl");
  plan.role_arn = options.role_arn;
  const bool is_role = plan.role_arn.starts_with("arn:") && plan.role_arn.find(":role/") != std::string::npos;
  if (!is_role)
    return usage_error(
        plan.role_arn.empty() ? "--role-arn is missing" : "--role-arn is not the ARN of a role",
        "name the role that Bedrock takes on to read and write the files: "
        "arn:aws:iam::123456789012:role/NAME");
  Result<aws::S3Uri> input = place_of("--s3-input", options.s3_input);
  if (!input) return input.error();
  plan.input = *std::move(input);
  const std::string& key = plan.input.key;
  if (!key.empty() && !key.ends_with('/') && !key.ends_with(".jsonl"))
    return usage_error("--s3-input names neither a folder nor a .jsonl file",
                       "end a folder's name with /: " + options.s3_input + "/");
  const Result<aws::S3Uri> output = place_of("--s3-output", options.s3_output);
  if (!output) return output.error();
  plan.output = options.s3_output + (options.s3_output.ends_with('/') ? "" : "/");
  for (const std::string& tag : options.tags) {
    const std::size_t equals = tag.find('=');
    if (equals == 0 || equals == std::string::npos)
      return usage_error("--tag: \"" + tag + "\" is not KEY=VALUE");
    plan.tags[tag.substr(0, equals)] = tag.substr(equals + 1);
  }
  return plan;
}

Result<RecordsFile> RecordsFile::create(const std::string& out) {
  TemporaryFile file = TemporaryFile::beside(out);
  const int error = file.is_open() ? file.give_up_name() : errno;
  RecordsFile records(out, file.take_descriptor());
  if (error != 0) return records.failed(error);
  return records;
}

Error RecordsFile::failed(int number) const {
  return usage_error("cannot write the job's records to a file beside " + out_ + ": " +
                     std::strerror(number));
}

Result<void> RecordsFile::write(std::string_view line) {
  constexpr std::size_t kWrittenAtOnce = std::size_t{64} * 1024;
  ++records_;
  unwritten_ += line;
  return unwritten_.size() < kWrittenAtOnce ? Result<void>() : finish();
}

Result<void> RecordsFile::finish() {
  const int error = write_all(file_.get(), unwritten_);
  unwritten_.clear();
  return error == 0 ? Result<void>() : failed(error);
}

aws::ObjectSource RecordsFile::source() const {
  return [this, place = std::make_shared<std::uint64_t>(0)](char* buffer,
                                                            std::size_t capacity) -> Result<std::size_t> {
    const ssize_t count = read_at(file_.get(), buffer, capacity, *place);
    if (count < 0) return usage_error("cannot read the job's records: " + std::string(std::strerror(errno)));
    *place += static_cast<std::uint64_t>(count);
    return static_cast<std::size_t>(count);
  };
}

Result<aws::S3Uri> upload_records(const aws::S3& s3, const RecordsFile& records, const JobPlan& plan,
                                  const std::string& job_name, const std::stop_token& stop) {
  aws::S3Uri place = plan.input;
  if (place.key.empty() || place.key.ends_with('/')) place.key += job_name + ".jsonl";
  aws::PutObjectInput input;
  input.bucket = place.bucket;
  input.key = place.key;
  input.body_source = records.source();
  input.content_type = "application/x-ndjson";
  const Result<aws::PutObjectOutput> stored = s3.put_object(input, {.stop_token = stop});
  if (!stored) return stored.error();
  return place;
}

JobState new_job_state(const BatchOptions& options) {
  const std::string now = format_amz_date(std::chrono::system_clock::now());
  JobState state;
  state.job_name =
      options.job_name.empty() ? "claude-bedrock-" + now + "-" + random_hex(1) : options.job_name;
  state.client_request_token = random_hex(4);
  return state;
}

}  // namespace anthropic::internal::cli
