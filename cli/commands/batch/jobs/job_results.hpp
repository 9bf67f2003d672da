#pragma once

#include <stop_token>
#include <string>

#include <anthropic/aws/bedrock_control.hpp>
#include <anthropic/aws/s3.hpp>

#include "base/public_names.hpp"
#include "commands/batch/remote/remote_answers.hpp"

namespace anthropic::internal::cli {

/// Where a job writes its answers: "s3://bucket/folder/JOB/".
std::string output_folder(const aws::ModelInvocationJob& job);

/// Fetches what a job has written, and hands it to `answers`, record by record. Fails where it cannot be
/// fetched, or where answers cannot be kept; `ledger` is that of `answers`.
Result<void> fetch_job_results(const aws::S3& s3, const aws::ModelInvocationJob& job, RemoteAnswers& answers,
                               BatchLedger& ledger, const std::stop_token& stop);

}  // namespace anthropic::internal::cli
