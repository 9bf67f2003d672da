#include <anthropic/aws/bedrock_control.hpp>

#include "aws/calls/service_client.hpp"
#include "aws/services/bedrock_shapes.hpp"
#include "aws/services/pager.hpp"
#include "aws/services/shapes.hpp"
#include "aws/session/session_state.hpp"
#include "base/crypto/encoding.hpp"
#include "base/text/url_query.hpp"
#include "base/time/time_format.hpp"

namespace anthropic::inline v0::aws {

using namespace internal;
using namespace internal::aws;
namespace {

std::optional<std::string> iso8601_of(const std::optional<SystemTime>& time) {
  if (!time) return std::nullopt;
  return format_iso8601(*time);
}

/// An id, or an ARN with its colons and slashes, as one segment of a path.
std::string segment(const std::string& identifier) {
  return percent_encode(identifier);
}

Result<Json> get(const ServiceClient& client, std::string path, UrlQuery query, const CallOptions& options) {
  return client.call_rest_json("GET", std::move(path), std::move(query).text(), Json(), options);
}

}  // namespace

Bedrock::Bedrock(Session session, ClientOptions options)
    : client_(std::make_shared<const ServiceClient>(std::move(session), service("Bedrock"),
                                                    std::move(options))) {}

Result<ListFoundationModelsOutput> Bedrock::list_foundation_models(const ListFoundationModelsInput& input,
                                                                   const CallOptions& options) const {
  const UrlQuery query = UrlQuery()
                             .add_optional("byProvider", input.by_provider)
                             .add_optional("byCustomizationType", input.by_customization_type)
                             .add_optional("byOutputModality", input.by_output_modality)
                             .add_optional("byInferenceType", input.by_inference_type);
  const auto json = get(*client_, "/foundation-models", query, options);
  if (!json) return json.error();
  ListFoundationModelsOutput output;
  for (const Json& model : (*json)["modelSummaries"].items()) {
    output.model_summaries.push_back(foundation_model_in(model));
  }
  return output;
}

Result<GetFoundationModelOutput> Bedrock::get_foundation_model(const GetFoundationModelInput& input,
                                                               const CallOptions& options) const {
  if (auto given = check_given("model_identifier", input.model_identifier); !given) return given.error();
  const auto json = get(*client_, "/foundation-models/" + segment(input.model_identifier), {}, options);
  if (!json) return json.error();
  GetFoundationModelOutput output{foundation_model_in((*json)["modelDetails"])};
  if (output.model_details.model_id.empty())
    return incomplete_answer("GetFoundationModel", "modelDetails.modelId");
  return output;
}

Result<ListInferenceProfilesOutput> Bedrock::list_inference_profiles(const ListInferenceProfilesInput& input,
                                                                     const CallOptions& options) const {
  const UrlQuery query = UrlQuery()
                             .add_optional("maxResults", input.max_results)
                             .add_optional("type", input.type_equals)
                             .add_optional("nextToken", input.next_token);
  const auto json = get(*client_, "/inference-profiles", query, options);
  if (!json) return json.error();
  ListInferenceProfilesOutput output{.next_token = optional_text((*json)["nextToken"])};
  for (const Json& profile : (*json)["inferenceProfileSummaries"].items()) {
    output.inference_profile_summaries.push_back(inference_profile_in(profile));
  }
  return output;
}

AllItems<InferenceProfile> Bedrock::list_inference_profiles_all(const ListInferenceProfilesInput& input,
                                                                const CallOptions& options) const {
  return all_items(
      PagedList{"ListInferenceProfiles", &Bedrock::list_inference_profiles,
                &ListInferenceProfilesInput::next_token, &ListInferenceProfilesOutput::next_token},
      &ListInferenceProfilesOutput::inference_profile_summaries, *this, input, options);
}

Result<GetInferenceProfileOutput> Bedrock::get_inference_profile(const GetInferenceProfileInput& input,
                                                                 const CallOptions& options) const {
  auto given = check_given("inference_profile_identifier", input.inference_profile_identifier);
  if (!given) return given.error();
  const auto json =
      get(*client_, "/inference-profiles/" + segment(input.inference_profile_identifier), {}, options);
  if (!json) return json.error();
  InferenceProfile profile = inference_profile_in(*json);
  if (profile.inference_profile_id.empty())
    return incomplete_answer("GetInferenceProfile", "inferenceProfileId");
  return profile;
}

Result<CreateModelInvocationJobOutput> Bedrock::create_model_invocation_job(
    const CreateModelInvocationJobInput& input, const CallOptions& options) const {
  for (const auto& [what, value] :
       {std::pair("job_name", &input.job_name), std::pair("role_arn", &input.role_arn),
        std::pair("model_id", &input.model_id),
        std::pair("input_data_config.s3_uri", &input.input_data_config.s3_uri),
        std::pair("output_data_config.s3_uri", &input.output_data_config.s3_uri)}) {
    if (auto given = check_given(what, *value); !given) return given.error();
  }
  const SessionState& session = *state_of(client_->session());
  const std::string token =
      input.client_request_token ? *input.client_request_token : session.world->random->uuid();
  const auto json =
      client_->call_rest_json("POST", "/model-invocation-job", "", job_request(input, token), options);
  if (!json) return json.error();
  CreateModelInvocationJobOutput output{(*json)["jobArn"].string_or("")};
  if (!output.job_arn.empty()) return output;
  Error error = incomplete_answer("CreateModelInvocationJob", "jobArn");
  error.hint =
      "The job may be there all the same: list_model_invocation_jobs() says so, and the same "
      "client_request_token makes no second one.";
  return error;
}

Result<GetModelInvocationJobOutput> Bedrock::get_model_invocation_job(const GetModelInvocationJobInput& input,
                                                                      const CallOptions& options) const {
  if (auto given = check_given("job_identifier", input.job_identifier); !given) return given.error();
  const auto json = get(*client_, "/model-invocation-job/" + segment(input.job_identifier), {}, options);
  if (!json) return json.error();
  ModelInvocationJob job = invocation_job_in(*json);
  if (job.job_arn.empty()) return incomplete_answer("GetModelInvocationJob", "jobArn");
  return job;
}

Result<ListModelInvocationJobsOutput> Bedrock::list_model_invocation_jobs(
    const ListModelInvocationJobsInput& input, const CallOptions& options) const {
  const UrlQuery query = UrlQuery()
                             .add_optional("submitTimeAfter", iso8601_of(input.submit_time_after))
                             .add_optional("submitTimeBefore", iso8601_of(input.submit_time_before))
                             .add_optional("statusEquals", input.status_equals)
                             .add_optional("nameContains", input.name_contains)
                             .add_optional("maxResults", input.max_results)
                             .add_optional("nextToken", input.next_token)
                             .add_optional("sortBy", std::string(input.sort_order ? "CreationTime" : ""))
                             .add_optional("sortOrder", input.sort_order);
  const auto json = get(*client_, "/model-invocation-jobs", query, options);
  if (!json) return json.error();
  ListModelInvocationJobsOutput output{.next_token = optional_text((*json)["nextToken"])};
  for (const Json& job : (*json)["invocationJobSummaries"].items()) {
    output.invocation_job_summaries.push_back(invocation_job_in(job));
  }
  return output;
}

AllItems<ModelInvocationJob> Bedrock::list_model_invocation_jobs_all(
    const ListModelInvocationJobsInput& input, const CallOptions& options) const {
  return all_items(
      PagedList{"ListModelInvocationJobs", &Bedrock::list_model_invocation_jobs,
                &ListModelInvocationJobsInput::next_token, &ListModelInvocationJobsOutput::next_token},
      &ListModelInvocationJobsOutput::invocation_job_summaries, *this, input, options);
}

Result<void> Bedrock::stop_model_invocation_job(const StopModelInvocationJobInput& input,
                                                const CallOptions& options) const {
  if (auto given = check_given("job_identifier", input.job_identifier); !given) return given.error();
  const std::string path = "/model-invocation-job/" + segment(input.job_identifier) + "/stop";
  return without_output(client_->call_rest_json("POST", path, "", Json(), options));
}

Result<GetModelInvocationLoggingConfigurationOutput> Bedrock::get_model_invocation_logging_configuration(
    const CallOptions& options) const {
  const auto json = get(*client_, "/logging/modelinvocations", {}, options);
  if (!json) return json.error();
  GetModelInvocationLoggingConfigurationOutput output;
  const Json& config = (*json)["loggingConfig"];
  if (config.is_object()) output.logging_config = logging_config_in(config);
  return output;
}

Result<void> Bedrock::put_model_invocation_logging_configuration(
    const PutModelInvocationLoggingConfigurationInput& input, const CallOptions& options) const {
  const Json body = Json::object({{"loggingConfig", logging_config_json(input.logging_config)}});
  return without_output(client_->call_rest_json("PUT", "/logging/modelinvocations", "", body, options));
}

Result<void> Bedrock::delete_model_invocation_logging_configuration(const CallOptions& options) const {
  return without_output(client_->call_rest_json("DELETE", "/logging/modelinvocations", "", Json(), options));
}

Result<GetFoundationModelAvailabilityOutput> Bedrock::get_foundation_model_availability(
    const GetFoundationModelAvailabilityInput& input, const CallOptions& options) const {
  if (auto given = check_given("model_id", input.model_id); !given) return given.error();
  const auto json = get(*client_, "/foundation-model-availability/" + segment(input.model_id), {}, options);
  if (!json) return json.error();
  return model_availability_in(*json);
}

Result<GetUseCaseForModelAccessOutput> Bedrock::get_use_case_for_model_access(
    const CallOptions& options) const {
  const auto json = get(*client_, "/use-case-for-model-access", {}, options);
  if (!json) return json.error();
  auto form = bytes_in((*json)["formData"], "GetUseCaseForModelAccess");
  if (!form) return std::move(form).error();
  return GetUseCaseForModelAccessOutput{*std::move(form)};
}

Result<GetAccountDataRetentionOutput> Bedrock::get_account_data_retention(const CallOptions& options) const {
  const auto json = get(*client_, "/data-retention", {}, options);
  if (!json) return json.error();
  GetAccountDataRetentionOutput output{.mode = (*json)["mode"].string_or(""),
                                       .updated_at = time_in((*json)["updatedAt"])};
  if (output.mode.empty()) return incomplete_answer("GetAccountDataRetention", "mode");
  return output;
}

// Which modes there are changes: AWS knows.
Result<void> Bedrock::put_account_data_retention(const PutAccountDataRetentionInput& input,
                                                 const CallOptions& options) const {
  if (auto given = check_given("mode", input.mode); !given) return given.error();
  const Json body = Json::object({{"mode", input.mode}});
  return without_output(client_->call_rest_json("PUT", "/data-retention", "", body, options));
}

Result<ListTagsForResourceOutput> Bedrock::list_tags_for_resource(const ListTagsForResourceInput& input,
                                                                  const CallOptions& options) const {
  if (auto given = check_given("resource_arn", input.resource_arn); !given) return given.error();
  const Json body = Json::object({{"resourceARN", input.resource_arn}});
  const auto json = client_->call_rest_json("POST", "/listTagsForResource", "", body, options);
  if (!json) return json.error();
  ListTagsForResourceOutput output;
  for (const Json& tag : (*json)["tags"].items()) {
    output.tags.insert_or_assign(tag["key"].string_or(""), tag["value"].string_or(""));
  }
  return output;
}

}  // namespace anthropic::inline v0::aws
