#include "commands/batch/jobs/job_results.hpp"

#include <vector>

#include "base/text/line_splitter.hpp"
#include "commands/batch/jobs/job_records.hpp"

namespace anthropic::internal::cli {
namespace {

/// A record holds its whole input, with images and documents.
constexpr std::size_t kLongestRecord = std::size_t{128} << 20;

Result<std::vector<std::string>> output_keys(const aws::S3& s3, const aws::S3Uri& folder,
                                             const std::stop_token& stop) {
  std::vector<std::string> keys;
  auto objects =
      s3.list_objects_v2_all({.bucket = folder.bucket, .prefix = folder.key}, {.stop_token = stop});
  while (const aws::S3Object* object = objects.next()) {
    if (object->key.ends_with(".jsonl.out")) keys.push_back(object->key);
  }
  if (const Error* error = objects.error()) return *error;
  return keys;
}

/// Reads the records of a job one by one.
class RecordReader {
 public:
  RecordReader(const aws::ModelInvocationJob& job, RemoteAnswers& answers, BatchLedger& ledger)
      : job_(job), answers_(answers), ledger_(ledger) {}

  Result<void> read(const SplitLine& line, const std::string& file) {
    if (line.text.find_first_not_of(" \t\r") == std::string_view::npos) return {};
    ++number_;
    const std::string place = "line " + std::to_string(line.number) + " of " + file;
    const Result<RecordResult> record =
        line.is_cut() ? Error{.message = "it is longer than " + std::to_string(kLongestRecord) + " bytes"}
                      : read_record_result(line.text);
    if (!record) {
      answers_.lose(line.text, place, record.error().message);
      return {};
    }
    const std::optional<LineKey> key = answers_.line_of(record->id, number_, place);
    if (!key) return {};
    if (record->error.kind == ErrorKind::none) {
      ledger_.store_success(*key, record->message, record->usage, job_.model_id);
    } else if (record->error.kind == ErrorKind::response_validation) {
      answers_.lose(*key, place, record->error.message);
    } else {
      ledger_.store_failure(*key, record->error);
    }
    Error failure = ledger_.failure();
    return failure.kind == ErrorKind::none ? Result<void>() : std::move(failure);
  }

 private:
  const aws::ModelInvocationJob& job_;
  RemoteAnswers& answers_;
  BatchLedger& ledger_;
  std::uint64_t number_ = 0;
};

}  // namespace

std::string output_folder(const aws::ModelInvocationJob& job) {
  const std::string& uri = job.output_data_config.s3_uri;
  return uri + (uri.ends_with('/') ? "" : "/") + job.job_arn.substr(job.job_arn.rfind('/') + 1) + "/";
}

Result<void> fetch_job_results(const aws::S3& s3, const aws::ModelInvocationJob& job, RemoteAnswers& answers,
                               BatchLedger& ledger, const std::stop_token& stop) {
  const Result<aws::S3Uri> folder = aws::parse_s3_uri(output_folder(job));
  if (!folder) return folder.error();
  const Result<std::vector<std::string>> keys = output_keys(s3, *folder, stop);
  if (!keys) return keys.error();
  RecordReader reader(job, answers, ledger);
  for (const std::string& key : *keys) {
    const std::string file = "s3://" + folder->bucket + "/" + key;
    LineSplitter splitter(kLongestRecord);
    aws::GetObjectInput input;
    input.bucket = folder->bucket;
    input.key = key;
    input.body_sink = [&](std::string_view piece) -> Result<void> {
      splitter.give(piece);
      while (const auto line = splitter.next()) {
        if (const Result<void> read = reader.read(*line, file); !read) return read;
      }
      return {};
    };
    const Result<aws::GetObjectOutput> object = s3.get_object(input, {.stop_token = stop});
    if (!object) return object.error();
    if (const auto line = splitter.last()) {
      if (const Result<void> read = reader.read(*line, file); !read) return read;
    }
  }
  return {};
}

}  // namespace anthropic::internal::cli
