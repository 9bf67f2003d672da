#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <anthropic/result.hpp>

namespace anthropic::cli {

/// What must be known of a job to find it again after the program has ended: kept beside the results until
/// the job's own results are there.
struct JobState {
  std::string job_name = {};
  std::string client_request_token = {};  ///< Creating it twice makes one job of it.
  std::string job_arn = {};               ///< Empty until it is created.
  std::uint64_t records = 0;              ///< How many it has; 0 if that is not known.
};

/// "answers.jsonl.job"
std::string job_state_file(const std::string& out);

/// What was kept, if anything. Fails with a usage error.
Result<std::optional<JobState>> read_job_state(const std::string& out);
Result<void> write_job_state(const std::string& out, const JobState& state);
void forget_job_state(const std::string& out);

}  // namespace anthropic::cli
