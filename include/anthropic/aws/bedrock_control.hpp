#pragma once

#include <anthropic/requires_cpp20.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <anthropic/aws/session.hpp>
#include <anthropic/page.hpp>
#include <anthropic/result.hpp>
#include <anthropic/string_list.hpp>

namespace anthropic::internal::aws {
class ServiceClient;
}

namespace anthropic::inline v0::aws {

struct FoundationModelLifecycle {
  std::string status = {};  ///< "ACTIVE" or "LEGACY"
  std::optional<std::chrono::system_clock::time_point> start_of_life_time = {};
  std::optional<std::chrono::system_clock::time_point> legacy_time = {};
  std::optional<std::chrono::system_clock::time_point> public_extended_access_time = {};
  std::optional<std::chrono::system_clock::time_point> end_of_life_time = {};
};

/// A model as Bedrock describes it. AWS adds values to its enumerations without notice, so they are text.
struct FoundationModel {
  std::string model_arn = {};
  std::string model_id = {};
  std::string model_name = {};
  std::string provider_name = {};
  std::vector<std::string> input_modalities = {};   ///< "TEXT", "IMAGE"
  std::vector<std::string> output_modalities = {};  ///< "TEXT", "IMAGE", "EMBEDDING"
  bool response_streaming_supported = false;
  std::vector<std::string> customizations_supported = {};  ///< "FINE_TUNING"
  /// "ON_DEMAND", "PROVISIONED"; "INFERENCE_PROFILE" alone: only through a profile ("us.anthropic.…").
  std::vector<std::string> inference_types_supported = {};
  FoundationModelLifecycle model_lifecycle = {};
};

struct ListFoundationModelsInput {
  std::optional<std::string> by_provider = {};            ///< "Anthropic"
  std::optional<std::string> by_customization_type = {};  ///< "FINE_TUNING"
  std::optional<std::string> by_output_modality = {};     ///< "TEXT"
  std::optional<std::string> by_inference_type = {};      ///< "ON_DEMAND"
};
struct ListFoundationModelsOutput {
  std::vector<FoundationModel> model_summaries = {};
};

struct GetFoundationModelInput {
  std::string model_identifier = {};  ///< An id or an ARN.
};
struct GetFoundationModelOutput {
  FoundationModel model_details = {};
};

/// A profile that spreads a model's requests over regions ("us.anthropic.…"), or one of your own that counts
/// its requests separately.
struct InferenceProfile {
  std::string inference_profile_name = {};
  std::optional<std::string> description = {};
  std::optional<std::chrono::system_clock::time_point> created_at = {};
  std::optional<std::chrono::system_clock::time_point> updated_at = {};
  std::string inference_profile_arn = {};
  std::string inference_profile_id = {};
  StringList model_arns = {};  ///< AWS's `models`: where requests may go.
  std::string status = {};     ///< "ACTIVE"
  std::string type = {};       ///< "SYSTEM_DEFINED" or "APPLICATION"
};

struct ListInferenceProfilesInput {
  std::optional<int> max_results = {};          ///< In one page: 1 to 1,000.
  std::optional<std::string> next_token = {};   ///< From the page before.
  std::optional<std::string> type_equals = {};  ///< "SYSTEM_DEFINED" or "APPLICATION"
};
struct ListInferenceProfilesOutput {
  std::vector<InferenceProfile> inference_profile_summaries = {};
  std::optional<std::string> next_token = {};  ///< Absent: this was the last page.
};

struct GetInferenceProfileInput {
  std::string inference_profile_identifier = {};  ///< An id or an ARN.
};
using GetInferenceProfileOutput = InferenceProfile;

/// Where a batch job reads its records: a JSONL file or a folder of such.
struct ModelInvocationJobInputDataConfig {
  std::string s3_uri = {};  ///< "s3://bucket/in.jsonl"
  std::string s3_input_format = "JSONL";
  std::optional<std::string> s3_bucket_owner = {};  ///< The bucket's account, if it is not yours.
};
/// Where a batch job writes its results.
struct ModelInvocationJobOutputDataConfig {
  std::string s3_uri = {};  ///< "s3://bucket/out/"
  std::optional<std::string> s3_encryption_key_id = {};
  std::optional<std::string> s3_bucket_owner = {};
};
struct ModelInvocationJobVpcConfig {
  StringList subnet_ids = {};
  StringList security_group_ids = {};
};

struct CreateModelInvocationJobInput {
  std::string job_name = {};
  std::string role_arn = {};  ///< The role that Bedrock assumes to read and write the files.
  std::string model_id = {};
  ModelInvocationJobInputDataConfig input_data_config = {};
  ModelInvocationJobOutputDataConfig output_data_config = {};
  std::optional<int> timeout_duration_in_hours = {};      ///< 24 to 168; else 24.
  std::optional<std::string> model_invocation_type = {};  ///< "InvokeModel" (else) or "Converse".
  std::optional<ModelInvocationJobVpcConfig> vpc_config = {};
  std::map<std::string, std::string> tags = {};
  /// Makes a repeated request create only one job. Generated if absent, so that retries are safe.
  std::optional<std::string> client_request_token = {};
};
struct CreateModelInvocationJobOutput {
  std::string job_arn = {};
};

struct ModelInvocationJob {
  std::string job_arn = {};
  std::string job_name = {};
  std::string model_id = {};
  std::string role_arn = {};
  std::optional<std::string> client_request_token = {};
  /// "Submitted", "Validating", "Scheduled", "InProgress", "Completed", "PartiallyCompleted", "Failed",
  /// "Stopping", "Stopped", "Expired"
  std::string status = {};
  std::optional<std::string> message = {};  ///< Why it failed.
  /// How many records the input has, and their outcome; absent until Bedrock counts them.
  std::optional<std::int64_t> total_record_count = {};
  std::optional<std::int64_t> processed_record_count = {};
  std::optional<std::int64_t> success_record_count = {};
  std::optional<std::int64_t> error_record_count = {};
  std::optional<std::chrono::system_clock::time_point> submit_time = {};
  std::optional<std::chrono::system_clock::time_point> last_modified_time = {};
  std::optional<std::chrono::system_clock::time_point> end_time = {};
  std::optional<std::chrono::system_clock::time_point> job_expiration_time = {};
  ModelInvocationJobInputDataConfig input_data_config = {};
  ModelInvocationJobOutputDataConfig output_data_config = {};
  std::optional<ModelInvocationJobVpcConfig> vpc_config = {};
  std::optional<int> timeout_duration_in_hours = {};
  std::optional<std::string> model_invocation_type = {};

  /// Whether the state is final.
  bool is_finished() const;
};

struct GetModelInvocationJobInput {
  std::string job_identifier = {};  ///< An ARN, or the id at its end.
};
using GetModelInvocationJobOutput = ModelInvocationJob;

struct ListModelInvocationJobsInput {
  std::optional<std::chrono::system_clock::time_point> submit_time_after = {};
  std::optional<std::chrono::system_clock::time_point> submit_time_before = {};
  std::optional<std::string> status_equals = {};
  std::optional<std::string> name_contains = {};
  std::optional<int> max_results = {};  ///< In one page: 1 to 1,000.
  std::optional<std::string> next_token = {};
  std::optional<std::string> sort_order = {};  ///< By the time of creation: "Ascending" or "Descending".
};
struct ListModelInvocationJobsOutput {
  std::vector<ModelInvocationJob> invocation_job_summaries = {};
  std::optional<std::string> next_token = {};  ///< Absent: this was the last page.
};

struct StopModelInvocationJobInput {
  std::string job_identifier = {};  ///< An ARN, or the id at its end.
};

struct ModelInvocationLoggingS3Config {
  std::string bucket_name = {};
  std::optional<std::string> key_prefix = {};
};
struct ModelInvocationLoggingCloudWatchConfig {
  std::string log_group_name = {};
  std::string role_arn = {};
  /// Where data goes that is too long for a log event.
  std::optional<ModelInvocationLoggingS3Config> large_data_delivery_s3_config = {};
};
/// What Bedrock itself logs about every call in this account and region, and where.
struct ModelInvocationLoggingConfig {
  std::optional<ModelInvocationLoggingCloudWatchConfig> cloud_watch_config = {};
  std::optional<ModelInvocationLoggingS3Config> s3_config = {};
  bool text_data_delivery_enabled = true;  ///< Prompts and answers themselves.
  bool image_data_delivery_enabled = true;
  bool embedding_data_delivery_enabled = true;
  bool video_data_delivery_enabled = true;
  bool audio_data_delivery_enabled = true;
};

struct GetModelInvocationLoggingConfigurationOutput {
  std::optional<ModelInvocationLoggingConfig> logging_config = {};  ///< Empty: nothing is logged.
};
struct PutModelInvocationLoggingConfigurationInput {
  ModelInvocationLoggingConfig logging_config = {};
};

/// Whether this account may call a model in this region. AWS adds values to its enumerations without notice, so
/// they are text.
struct GetFoundationModelAvailabilityInput {
  std::string model_id = {};  ///< The model's own id, without a profile's prefix.
};
struct GetFoundationModelAvailabilityOutput {
  std::string model_id = {};
  /// Of the account's agreement with the provider, which AWS Marketplace keeps: "AVAILABLE", "PENDING",
  /// "NOT_AVAILABLE" or "ERROR".
  std::string agreement_status = {};
  std::optional<std::string> agreement_error_message = {};
  std::string authorization_status = {};      ///< "AUTHORIZED" or "NOT_AUTHORIZED"
  std::string entitlement_availability = {};  ///< "AVAILABLE" or "NOT_AVAILABLE"
  std::string region_availability = {};       ///< "AVAILABLE" or "NOT_AVAILABLE"
};

struct GetUseCaseForModelAccessOutput {
  std::string form_data = {};  ///< Anthropic's form about the use case, as it was filled in: JSON.
};

/// How long the account lets providers keep requests and answers, in this region alone. From the strictest on:
/// "none", "default", "aws_review", "provider_data_share"; "inherit", the state of a new account, leaves it to
/// each model. ModelFeatures::data_retention tells which models need one. Mantle has a setting of its own.
struct GetAccountDataRetentionOutput {
  std::string mode = {};
  std::optional<std::chrono::system_clock::time_point> updated_at = {};
};
struct PutAccountDataRetentionInput {
  std::string mode = {};
};

struct ListTagsForResourceInput {
  std::string resource_arn = {};  ///< Of an application inference profile, a batch inference job …
};

struct ListTagsForResourceOutput {
  std::map<std::string, std::string> tags = {};
};

/// The control plane of Amazon Bedrock: models, profiles, batch jobs, logging. Claude is called through
/// anthropic/bedrock.hpp. https://docs.aws.amazon.com/bedrock/latest/APIReference/
///
///     anthropic::aws::Bedrock bedrock;
///     auto models = bedrock.list_foundation_models({.by_provider = "Anthropic"});
///     for (const auto& model : models->model_summaries) std::cout << model.model_id << "\n";
///
/// A Bedrock API key in AWS_BEARER_TOKEN_BEDROCK is sent instead of a signature, unless the session was given
/// keys, a profile or a provider in code.
///
/// A handle: copies share the session. Thread-safe. A call that lacks a name fails with
/// ErrorKind::bad_request and `status` 0, and nothing is sent.
class Bedrock {
 public:
  explicit Bedrock(Session session = Session(), ClientOptions options = {});
  // Moving copies, so no handle is ever empty.
  Bedrock(const Bedrock&) = default;
  Bedrock& operator=(const Bedrock&) = default;

  Result<ListFoundationModelsOutput> list_foundation_models(const ListFoundationModelsInput& input = {},
                                                            const CallOptions& options = {}) const;
  Result<GetFoundationModelOutput> get_foundation_model(const GetFoundationModelInput& input,
                                                        const CallOptions& options = {}) const;

  /// One page.
  Result<ListInferenceProfilesOutput> list_inference_profiles(const ListInferenceProfilesInput& input = {},
                                                              const CallOptions& options = {}) const;
  /// Every profile, page after page. `options` count for each page.
  AllItems<InferenceProfile> list_inference_profiles_all(const ListInferenceProfilesInput& input = {},
                                                         const CallOptions& options = {}) const;
  Result<GetInferenceProfileOutput> get_inference_profile(const GetInferenceProfileInput& input,
                                                          const CallOptions& options = {}) const;

  /// Starts a batch inference job: records from S3, results to S3, at half the price.
  Result<CreateModelInvocationJobOutput> create_model_invocation_job(
      const CreateModelInvocationJobInput& input, const CallOptions& options = {}) const;
  Result<GetModelInvocationJobOutput> get_model_invocation_job(const GetModelInvocationJobInput& input,
                                                               const CallOptions& options = {}) const;
  /// One page.
  Result<ListModelInvocationJobsOutput> list_model_invocation_jobs(
      const ListModelInvocationJobsInput& input = {}, const CallOptions& options = {}) const;
  /// Every job, as list_inference_profiles_all().
  AllItems<ModelInvocationJob> list_model_invocation_jobs_all(const ListModelInvocationJobsInput& input = {},
                                                              const CallOptions& options = {}) const;
  /// Requests the stop; the job is "Stopping" for a while.
  Result<void> stop_model_invocation_job(const StopModelInvocationJobInput& input,
                                         const CallOptions& options = {}) const;

  Result<GetModelInvocationLoggingConfigurationOutput> get_model_invocation_logging_configuration(
      const CallOptions& options = {}) const;
  Result<void> put_model_invocation_logging_configuration(
      const PutModelInvocationLoggingConfigurationInput& input, const CallOptions& options = {}) const;
  Result<void> delete_model_invocation_logging_configuration(const CallOptions& options = {}) const;

  /// Whether the agreement for a model is made, and the account is entitled to it.
  Result<GetFoundationModelAvailabilityOutput> get_foundation_model_availability(
      const GetFoundationModelAvailabilityInput& input, const CallOptions& options = {}) const;
  /// The form without which Anthropic's models are refused. Fails with ErrorKind::not_found where nobody has
  /// filled it in.
  Result<GetUseCaseForModelAccessOutput> get_use_case_for_model_access(const CallOptions& options = {}) const;

  Result<GetAccountDataRetentionOutput> get_account_data_retention(const CallOptions& options = {}) const;
  /// Changes what happens to the data of every call in this account and region.
  Result<void> put_account_data_retention(const PutAccountDataRetentionInput& input,
                                          const CallOptions& options = {}) const;
  Result<ListTagsForResourceOutput> list_tags_for_resource(const ListTagsForResourceInput& input,
                                                           const CallOptions& options = {}) const;

 private:
  std::shared_ptr<const internal::aws::ServiceClient> client_;
};

}  // namespace anthropic::inline v0::aws
