#include "batch/job_results.hpp"

#include <vector>

#include "batch/job_records.hpp"
#include "report_error.hpp"

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
  Taker(const aws::ModelInvocationJob& job, const OpenLines* expected, Books& books)
      : job_(job), expected_(expected), books_(books) {}

  Result<void> take(std::string_view line) {
    ++number_;
    const Result<RecordResult> record = read_record_result(line);
    if (!record) return record.error();
    // Another program's job: its records are told apart by their place.
    const LineKey key = key_of_record(record->id).value_or(LineKey{.number = number_, .id = record->id});
    if (books_.is_done(key.number)) return {};
    if (expected_) {
      const auto line_of_input = expected_->find(key.number);
      if (line_of_input == expected_->end() || line_of_input->second != key.digest)
        return usage_error(
            "the job " + job_.job_arn + " was made from another input: it has a record \"" + record->id +
                "\"",
            "give the input and the output that it was begun with, or only --job and a new -o");
    }
    if (record->error.kind == ErrorKind::none) {
      books_.store_success(key, record->message, record->usage, job_.model_id);
    } else {
      books_.store_failure(key, record->error);
    }
    const Error failure = books_.failure();
    if (failure.kind != ErrorKind::none) return failure;
    return {};
  }

 private:
  const aws::ModelInvocationJob& job_;
  const OpenLines* expected_;
  Books& books_;
  std::uint64_t number_ = 0;
};

}  // namespace

Result<void> bring_home(const aws::S3& s3, const aws::ModelInvocationJob& job, const OpenLines* expected,
                        Books& books, const std::stop_token& stop) {
  Result<aws::S3Uri> folder = aws::parse_s3_uri(job.output_data_config.s3_uri);
  if (!folder) return folder.error();
  if (!folder->key.empty() && !folder->key.ends_with('/')) folder->key += '/';
  folder->key += job.job_arn.substr(job.job_arn.rfind('/') + 1) + "/";
  const Result<std::vector<std::string>> keys = output_keys(s3, *folder, stop);
  if (!keys) return keys.error();
  Taker taker(job, expected, books);
  const auto take = [&](std::string_view line) { return taker.take(line); };
  for (const std::string& key : *keys) {
    LineCutter cutter;
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
