// Lists models and profiles, starts a batch inference job, and waits for it: batch_job
#include <chrono>
#include <iostream>
#include <thread>

#include <anthropic/aws/bedrock_control.hpp>

namespace aws = anthropic::aws;

int main() {
  const aws::Bedrock bedrock;
  const auto models = bedrock.list_foundation_models({.by_provider = "Anthropic"});
  if (!models) {
    std::cerr << models.error().to_string() << '\n' << models.error().hint << '\n';
    return 1;
  }
  std::cout << (models->model_summaries.empty() ? "no models\n" : "there are models of Anthropic's\n");
  const auto profile = bedrock.get_inference_profile(
      {.inference_profile_identifier = "us.anthropic.claude-haiku-4-5-20251001-v1:0"});
  if (!profile) {
    std::cerr << profile.error().to_string() << '\n' << profile.error().hint << '\n';
    return 1;
  }
  std::cout << profile->inference_profile_id << " is " << profile->status << '\n';

  // Half the price, within a day: a file of requests in S3, a file of answers in S3.
  const auto created =
      bedrock.create_model_invocation_job({.job_name = "nightly",
                                           .role_arn = "arn:aws:iam::123456789012:role/BedrockBatch",
                                           .model_id = profile->inference_profile_id,
                                           .input_data_config = {.s3_uri = "s3://my-bucket/requests.jsonl"},
                                           .output_data_config = {.s3_uri = "s3://my-bucket/answers/"}});
  if (!created) {
    std::cerr << created.error().to_string() << '\n' << created.error().hint << '\n';
    return 1;
  }
  for (std::string before;;) {
    const auto job = bedrock.get_model_invocation_job({.job_identifier = created->job_arn});
    if (job->status != before) std::cout << job->status << '\n';
    before = job->status;
    if (job->is_finished()) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));  // a minute, for a real job
  }

  // What Bedrock itself logs of every call in this account and region.
  const auto logging = bedrock.get_model_invocation_logging_configuration();
  std::cout << (logging->logging_config ? "calls are logged\n" : "calls are not logged\n");
}
