#include "commands/batch/remote/job_state.hpp"

#include <unistd.h>

#include <anthropic/json.hpp>

#include "base/file/files.hpp"
#include "errors/report_error.hpp"

namespace anthropic::cli {

std::string job_state_file(const std::string& out) {
  return out + ".job";
}

Result<std::optional<JobState>> read_job_state(const std::string& out) {
  const std::string file = job_state_file(out);
  const Result<std::optional<std::string>> text = RealFiles().read(file);
  if (!text) return usage_error(text.error().message);
  if (!*text) return std::optional<JobState>();
  const Result<Json> json = Json::parse(**text);
  JobState state;
  if (json) {
    state.job_name = (*json)["job_name"].string_or("");
    state.client_request_token = (*json)["client_request_token"].string_or("");
    state.job_arn = (*json)["job_arn"].string_or("");
    state.records = static_cast<std::uint64_t>((*json)["records"].as_int64().value_or(0));
  }
  if (state.job_name.empty() || state.client_request_token.empty())
    return usage_error(file + " does not say which job is under way",
                       "name the job with --job ARN, or move that file away to begin another job");
  return std::optional(state);
}

Result<void> write_job_state(const std::string& out, const JobState& state) {
  const Json json = Json::object({{"job_name", state.job_name},
                                  {"client_request_token", state.client_request_token},
                                  {"job_arn", state.job_arn},
                                  {"records", state.records}});
  const Result<void> written = RealFiles().replace(job_state_file(out), json.dump() + "\n", 0600);
  return written ? written : usage_error(written.error().message);
}

void forget_job_state(const std::string& out) {
  ::unlink(job_state_file(out).c_str());
}

}  // namespace anthropic::cli
