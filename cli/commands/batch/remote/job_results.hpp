#pragma once

#include <stop_token>
#include <string>

#include <anthropic/aws/bedrock_control.hpp>
#include <anthropic/aws/s3.hpp>

#include "commands/batch/remote/answers_home.hpp"

namespace anthropic::cli {

/// Where a job writes its answers: "s3://bucket/folder/JOB/".
std::string output_folder(const aws::ModelInvocationJob& job);

/// Fetches what a job has written, and hands it to `answers`, record by record. Fails where it cannot be
/// fetched, or where answers cannot be kept; `books` are those of `answers`.
Result<void> bring_home(const aws::S3& s3, const aws::ModelInvocationJob& job, AnswersHome& answers,
                        Books& books, const std::stop_token& stop);

}  // namespace anthropic::cli
