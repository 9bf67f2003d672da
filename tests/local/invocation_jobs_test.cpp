#include <gmock/gmock.h>

#include <anthropic/aws/bedrock_control.hpp>
#include <anthropic/testing/local_bedrock.hpp>

#include "support/listed.hpp"

// Bedrock's control plane over real HTTP: the library's own client asks, the endpoint keeps.

namespace anthropic::internal::local {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class InvocationJobsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto started = testing::LocalBedrock::start({});
    ASSERT_TRUE(started) << started.error().to_string();
    endpoint.emplace(*std::move(started));
    const aws::Credentials& key = endpoint->credentials();
    bedrock.emplace(aws::Session({.region = endpoint->region(),
                                  .access_key_id = key.access_key_id,
                                  .secret_access_key = key.secret_access_key,
                                  .session_token = key.session_token,
                                  .endpoint_url = endpoint->base_url(),
                                  .max_attempts = 1}));
  }

  static aws::CreateModelInvocationJobInput job(const std::string& name) {
    return {.job_name = name,
            .role_arn = "arn:aws:iam::123456789012:role/batch",
            .model_id = "us.anthropic.claude-haiku-4-5-20251001-v1:0",
            .input_data_config = {.s3_uri = "s3://bucket/in.jsonl"},
            .output_data_config = {.s3_uri = "s3://bucket/out/"}};
  }
  std::string create(const aws::CreateModelInvocationJobInput& input) {
    const auto created = bedrock->create_model_invocation_job(input);
    EXPECT_TRUE(created) << created.error().to_string();
    return created ? created->job_arn : "";
  }
  std::vector<std::string> polls(const std::string& identifier, int times) {
    std::vector<std::string> seen;
    for (int i = 0; i < times; ++i) {
      const auto found = bedrock->get_model_invocation_job({.job_identifier = identifier});
      seen.push_back(found ? found->status : found.error().code);
    }
    return seen;
  }
  std::vector<std::string> names(const aws::ListModelInvocationJobsInput& input) {
    std::vector<std::string> found;
    const testing::Listed listed(bedrock->list_model_invocation_jobs_all(input));
    for (const aws::ModelInvocationJob& job : listed.items) found.push_back(job.job_name);
    if (listed.error) found.push_back(listed.error->code);
    return found;
  }

  std::optional<testing::LocalBedrock> endpoint;
  std::optional<aws::Bedrock> bedrock;
};

TEST_F(InvocationJobsTest, AJobMovesOnEachTimeItIsAskedFor) {
  aws::CreateModelInvocationJobInput input = job("nightly");
  input.timeout_duration_in_hours = 48;
  input.vpc_config =
      aws::ModelInvocationJobVpcConfig{.subnet_ids = {"subnet-1"}, .security_group_ids = {"sg-1"}};
  const std::string arn = create(input);
  EXPECT_THAT(arn, HasSubstr("arn:aws:bedrock:us-east-1:123456789012:model-invocation-job/"));
  EXPECT_THAT(polls(arn, 4), ElementsAre("Submitted", "InProgress", "Completed", "Completed"));
  const auto found = bedrock->get_model_invocation_job({.job_identifier = arn.substr(arn.rfind('/') + 1)});
  ASSERT_TRUE(found) << found.error().to_string();
  EXPECT_TRUE(found->is_finished());
  EXPECT_EQ(found->job_name, "nightly");
  EXPECT_EQ(found->input_data_config.s3_uri, "s3://bucket/in.jsonl");
  EXPECT_EQ(found->output_data_config.s3_uri, "s3://bucket/out/");
  EXPECT_EQ(found->timeout_duration_in_hours, 48);
  EXPECT_EQ(*found->job_expiration_time - *found->submit_time, std::chrono::hours(48));
  EXPECT_THAT(found->vpc_config->subnet_ids, ElementsAre("subnet-1"));
  EXPECT_TRUE(found->end_time);
}

TEST_F(InvocationJobsTest, AJobEndsAsItsTagSays) {
  for (const char* outcome : {"PartiallyCompleted", "Failed", "Expired"}) {
    aws::CreateModelInvocationJobInput input = job("job");
    input.tags = {{"local-outcome", outcome}};
    EXPECT_THAT(polls(create(input), 3), ElementsAre("Submitted", "InProgress", outcome));
  }
  aws::CreateModelInvocationJobInput wrong = job("job");
  wrong.tags = {{"local-outcome", "Lost"}};
  EXPECT_EQ(bedrock->create_model_invocation_job(wrong).error().code, "ValidationException");
}

TEST_F(InvocationJobsTest, AJobCountsTheRecordsOfItsTag) {
  aws::CreateModelInvocationJobInput input = job("counted");
  input.tags = {{"local-records", "101"}, {"local-outcome", "PartiallyCompleted"}};
  const std::string arn = create(input);
  polls(arn, 2);
  const auto running = bedrock->list_model_invocation_jobs({});
  ASSERT_TRUE(running);
  EXPECT_EQ(running->invocation_job_summaries[0].processed_record_count, 50);
  const auto ended = bedrock->get_model_invocation_job({.job_identifier = arn});
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->total_record_count, 101);
  EXPECT_EQ(ended->success_record_count, 51);
  EXPECT_EQ(ended->error_record_count, 50);
  aws::CreateModelInvocationJobInput wrong = job("job");
  wrong.tags = {{"local-records", "many"}};
  EXPECT_EQ(bedrock->create_model_invocation_job(wrong).error().code, "ValidationException");
}

TEST_F(InvocationJobsTest, AJobCanBeStoppedUntilItHasEnded) {
  const std::string arn = create(job("long"));
  polls(arn, 2);
  ASSERT_TRUE(bedrock->stop_model_invocation_job({.job_identifier = arn}));
  EXPECT_THAT(polls(arn, 3), ElementsAre("Stopping", "Stopped", "Stopped"));
  const auto again = bedrock->stop_model_invocation_job({.job_identifier = arn});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, "ConflictException");
  EXPECT_EQ(bedrock->stop_model_invocation_job({.job_identifier = "none"}).error().kind,
            ErrorKind::not_found);
}

TEST_F(InvocationJobsTest, OneTokenMakesOneJob) {
  aws::CreateModelInvocationJobInput input = job("once");
  input.client_request_token = "token-1";
  EXPECT_EQ(create(input), create(input));
  EXPECT_THAT(names({}), ElementsAre("once"));
  input.job_name = "twice";
  EXPECT_EQ(bedrock->create_model_invocation_job(input).error().code, "ConflictException");
}

TEST_F(InvocationJobsTest, JobsAreListedFilteredAndInPages) {
  for (const char* name : {"a-1", "b-1", "a-2", "a-3"}) create(job(name));
  EXPECT_THAT(names({}), ElementsAre("a-3", "a-2", "b-1", "a-1"));
  EXPECT_THAT(names({.max_results = 3, .sort_order = "Ascending"}), ElementsAre("a-1", "b-1", "a-2", "a-3"));
  EXPECT_THAT(names({.name_contains = "b-"}), ElementsAre("b-1"));
  EXPECT_THAT(names({.status_equals = "Completed"}), ElementsAre());
  EXPECT_EQ(names({.status_equals = "Submitted"}).size(), 4u);
  const auto now = std::chrono::system_clock::now();
  EXPECT_EQ(names({.submit_time_after = now - std::chrono::hours(1)}).size(), 4u);
  EXPECT_THAT(names({.submit_time_before = now - std::chrono::hours(1)}), ElementsAre());
  EXPECT_THAT(names({.next_token = "x"}), ElementsAre("ValidationException"));
}

TEST_F(InvocationJobsTest, WhatBedrockWouldRefuseIsRefused) {
  const auto code = [&](const std::function<void(aws::CreateModelInvocationJobInput&)>& spoil) {
    aws::CreateModelInvocationJobInput input = job("name");
    spoil(input);
    const auto created = bedrock->create_model_invocation_job(input);
    return created ? "created" : created.error().code;
  };
  EXPECT_EQ(code([](auto& input) { input.job_name = "a job"; }), "ValidationException");
  EXPECT_EQ(code([](auto& input) { input.role_arn = "batch"; }), "ValidationException");
  EXPECT_EQ(code([](auto& input) { input.model_id = "anthropic.claude-none"; }), "ValidationException");
  EXPECT_EQ(code([](auto& input) { input.input_data_config.s3_uri = "/tmp/in"; }), "ValidationException");
  EXPECT_EQ(code([](auto& input) { input.output_data_config.s3_uri = "https://x"; }), "ValidationException");
  EXPECT_EQ(code([](auto& input) { input.timeout_duration_in_hours = 200; }), "ValidationException");
  EXPECT_THAT(names({}), ElementsAre());
}

TEST_F(InvocationJobsTest, TheLoggingConfigurationIsKept) {
  EXPECT_FALSE(bedrock->get_model_invocation_logging_configuration()->logging_config);
  aws::ModelInvocationLoggingConfig config;
  config.cloud_watch_config = aws::ModelInvocationLoggingCloudWatchConfig{
      .log_group_name = "/bedrock", .role_arn = "arn:aws:iam::123456789012:role/logs"};
  config.s3_config = aws::ModelInvocationLoggingS3Config{.bucket_name = "logs", .key_prefix = "p"};
  config.text_data_delivery_enabled = false;
  ASSERT_TRUE(bedrock->put_model_invocation_logging_configuration({.logging_config = config}));
  const auto kept = bedrock->get_model_invocation_logging_configuration();
  ASSERT_TRUE(kept && kept->logging_config);
  EXPECT_EQ(kept->logging_config->cloud_watch_config->log_group_name, "/bedrock");
  EXPECT_EQ(kept->logging_config->s3_config->key_prefix, "p");
  EXPECT_FALSE(kept->logging_config->text_data_delivery_enabled);
  ASSERT_TRUE(bedrock->delete_model_invocation_logging_configuration());
  EXPECT_FALSE(bedrock->get_model_invocation_logging_configuration()->logging_config);

  config.cloud_watch_config->role_arn.clear();
  EXPECT_EQ(bedrock->put_model_invocation_logging_configuration({.logging_config = config}).error().code,
            "ValidationException");
}

TEST_F(InvocationJobsTest, AWrongKeyIsRefused) {
  const aws::Bedrock other(aws::Session({.region = endpoint->region(),
                                         .access_key_id = endpoint->credentials().access_key_id,
                                         .secret_access_key = "wrong",
                                         .endpoint_url = endpoint->base_url()}));
  EXPECT_EQ(other.list_model_invocation_jobs().error().kind, ErrorKind::authentication);
}

}  // namespace
}  // namespace anthropic::internal::local
