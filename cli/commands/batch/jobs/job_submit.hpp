#pragma once

#include <cstdint>
#include <map>
#include <stop_token>
#include <string>
#include <utility>

#include <anthropic/aws/bedrock_control.hpp>
#include <anthropic/aws/s3.hpp>

#include "base/file/descriptor.hpp"
#include "base/public_names.hpp"
#include "commands/batch/jobs/job_state.hpp"
#include "commands/batch/run/batch_options.hpp"
#include "commands/batch/run/ledger.hpp"

namespace anthropic::internal::cli {

/// A job has one model: what --model says, else what the first line says. Lines with another are refused.
class OneModel {
 public:
  OneModel(const BatchOptions& options, std::string region);
  /// Of kind none if the line may be part of the job.
  Error check(const ParsedLine& line);
  /// As Bedrock wants it; empty before the first line.
  const std::string& id() const { return id_; }
  /// Fails, with a usage error, if the model is known to have no batch inference.
  Result<void> has_batch() const;

 private:
  std::string region_;
  std::string id_;
};

/// The names and places of a job as the command line gives them. Fails with a usage error.
struct JobPlan {
  std::string role_arn = {};
  aws::S3Uri input = {};  ///< Its key is empty or ends with '/' where the file
                          ///< gets the job's name.
  std::string output = {};
  std::map<std::string, std::string> tags = {};
};
Result<JobPlan> plan_job(const BatchOptions& options);

/// The records of a job, on the disk that the results are on. Nobody else can
/// open them, and they are gone when this is, whatever ends the program.
class RecordsFile {
 public:
  /// `out` is the file of results.
  static Result<RecordsFile> create(const std::string& out);

  Result<void> write(std::string_view line);
  Result<void> finish();
  /// Reads them, after finish().
  aws::ObjectSource source() const;
  std::uint64_t records() const { return records_; }

 private:
  RecordsFile(std::string out, Descriptor file) : out_(std::move(out)), file_(std::move(file)) {}
  Error failed(int number) const;

  std::string out_;
  Descriptor file_;
  std::string unwritten_;
  std::uint64_t records_ = 0;
};

/// Stores the records in S3.
Result<aws::S3Uri> upload_records(const aws::S3& s3, const RecordsFile& records, const JobPlan& plan,
                                  const std::string& job_name, const std::stop_token& stop);

/// "claude-bedrock-20261122T120000Z-1a2b3c", and a token that is nobody else's.
JobState new_job_state(const BatchOptions& options);

}  // namespace anthropic::internal::cli
