#include "commands/batch/jobs/job_state.hpp"

#include <anthropic/json.hpp>

#include "errors/report_error.hpp"

namespace anthropic::internal::cli {

StateFile job_state_file(const std::string& out) {
  return {out, ".job"};
}

Result<std::optional<JobState>> read_job_state(const StateFile& file) {
  const Result<std::optional<Json>> json = file.read();
  if (!json) return json.error();
  if (!*json) return std::optional<JobState>();
  JobState state;
  state.job_name = (**json)["job_name"].string_or("");
  state.client_request_token = (**json)["client_request_token"].string_or("");
  state.job_arn = (**json)["job_arn"].string_or("");
  state.records = static_cast<std::uint64_t>((**json)["records"].as_int64().value_or(0));
  if (state.job_name.empty() || state.client_request_token.empty())
    return usage_error(file.path() + " does not say which job is under way",
                       "name the job with --job ARN, or move that file away to "
                       "begin another job");
  return std::optional(state);
}

Json JobState::to_json() const {
  return Json::object({{"job_name", job_name},
                       {"client_request_token", client_request_token},
                       {"job_arn", job_arn},
                       {"records", records}});
}

}  // namespace anthropic::internal::cli
