#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <anthropic/result.hpp>

#include "commands/batch/remote/state_file.hpp"

namespace anthropic::internal::cli {

/// What must be known of a job.
struct JobState {
  std::string job_name = {};
  std::string client_request_token = {};  ///< Creating it twice makes one job of it.
  std::string job_arn = {};               ///< Empty until it is created.
  std::uint64_t records = 0;              ///< How many it has; 0 if that is not known.

  Json to_json() const;
};

/// "answers.jsonl.job"
StateFile job_state_file(const std::string& out);

/// What was kept, if anything. Fails with a usage error.
Result<std::optional<JobState>> read_job_state(const StateFile& file);

}  // namespace anthropic::internal::cli
