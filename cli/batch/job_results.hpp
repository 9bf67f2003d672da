#pragma once

#include <stop_token>
#include <string>

#include <anthropic/aws/bedrock_control.hpp>
#include <anthropic/aws/s3.hpp>

#include "batch/books.hpp"
#include "batch/job_submit.hpp"

namespace anthropic::cli {

/// Fetches what a job has written, and stores a result for each record that has none yet. With `expected`, a
/// record of another line ends it: the job was not made from this input.
Result<void> bring_home(const aws::S3& s3, const aws::ModelInvocationJob& job, const OpenLines* expected,
                        Books& books, const std::stop_token& stop);

}  // namespace anthropic::cli
