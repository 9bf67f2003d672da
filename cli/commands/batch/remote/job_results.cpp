#include "commands/batch/remote/job_results.hpp"

#include <vector>

#include "commands/batch/remote/job_records.hpp"

namespace anthropic::cli {
namespace {

Result<std::vector<std::string>> output_keys(const aws::S3& s3, const aws::S3Uri& folder,
                                             const std::stop_token& stop) {
  std::vector<std::string> keys;
  const auto keep = [&](const aws::ListObjectsV2Output& page) {
    for (const aws::S3Object& object : page.contents) {
      if (object.key.ends_with(".jsonl.out")) keys.push_back(object.key);
    }
    return true;
  };
  const Result<void> listed =
      s3.list_objects_v2_pages({.bucket = folder.bucket, .prefix = folder.key}, keep, {.stop_token = stop});
  if (!listed) return listed.error();
  return keys;
}

/// Takes the records of a job one by one.
class Taker {
 public:
  Taker(const aws::ModelInvocationJob& job, AnswersHome& answers, Books& books)
      : job_(job), answers_(answers), books_(books) {}

  Result<void> take(std::string_view line, const std::string& place, const std::string& why_cut) {
    ++number_;
    if (!why_cut.empty()) {
      answers_.lose(line, place, why_cut);
      return {};
    }
    const Result<RecordResult> record = read_record_result(line);
    if (!record) {
      answers_.lose(line, place, record.error().message);
      return {};
    }
    const std::optional<LineKey> key = answers_.line_of(record->id, number_, place);
    if (!key) return {};
    if (record->error.kind == ErrorKind::none) {
      books_.store_success(*key, record->message, record->usage, job_.model_id);
    } else if (record->error.kind == ErrorKind::response_validation) {
      answers_.lose(*key, place, record->error.message);
    } else {
      books_.store_failure(*key, record->error);
    }
    Error failure = books_.failure();
    return failure.kind == ErrorKind::none ? Result<void>() : std::move(failure);
  }

 private:
  const aws::ModelInvocationJob& job_;
  AnswersHome& answers_;
  Books& books_;
  std::uint64_t number_ = 0;
};

}  // namespace

std::string output_folder(const aws::ModelInvocationJob& job) {
  const std::string& uri = job.output_data_config.s3_uri;
  return uri + (uri.ends_with('/') ? "" : "/") + job.job_arn.substr(job.job_arn.rfind('/') + 1) + "/";
}

Result<void> bring_home(const aws::S3& s3, const aws::ModelInvocationJob& job, AnswersHome& answers,
                        Books& books, const std::stop_token& stop) {
  const Result<aws::S3Uri> folder = aws::parse_s3_uri(output_folder(job));
  if (!folder) return folder.error();
  const Result<std::vector<std::string>> keys = output_keys(s3, *folder, stop);
  if (!keys) return keys.error();
  Taker taker(job, answers, books);
  for (const std::string& key : *keys) {
    LineCutter cutter;
    const auto take = [&](std::string_view line) {
      return taker.take(line,
                        "line " + std::to_string(cutter.number()) + " of s3://" + folder->bucket + "/" + key,
                        cutter.why_cut());
    };
    aws::GetObjectInput input;
    input.bucket = folder->bucket;
    input.key = key;
    input.body_sink = [&](std::string_view piece) { return cutter.take(piece, take); };
    const Result<aws::GetObjectOutput> object = s3.get_object(input, {.stop_token = stop});
    if (!object) return object.error();
    if (const Result<void> finished = cutter.finish(take); !finished) return finished;
  }
  return {};
}

}  // namespace anthropic::cli
