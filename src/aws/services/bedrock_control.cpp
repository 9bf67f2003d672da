#include <anthropic/aws/bedrock_control.hpp>

#include "aws/calls/service_client.hpp"
#include "aws/services/bedrock_shapes.hpp"
#include "aws/services/shapes.hpp"
#include "base/crypto/encoding.hpp"
#include "base/text/time_format.hpp"

namespace anthropic::aws {
namespace {

constexpr Service bedrock_service{
    .id = "Bedrock", .endpoint_prefix = "bedrock", .bearer_variable = "AWS_BEARER_TOKEN_BEDROCK"};

/// The parameters of a URL, without those that are empty.
class Query {
 public:
  Query& add(std::string_view name, const std::string& value) {
    if (!value.empty()) {
      text_.append(text_.empty() ? "" : "&").append(name).append("=").append(percent_encode(value));
    }
    return *this;
  }
  Query& add(std::string_view name, int value) { return add(name, value > 0 ? std::to_string(value) : ""); }
  Query& add(std::string_view name, const std::optional<SystemTime>& time) {
    return add(name, time ? format_iso8601(*time) : std::string());
  }
  std::string text() const { return text_; }

 private:
  std::string text_;
};

Result<void> check_named(std::string_view what, const std::string& value) {
  if (!value.empty()) return {};
  return Error{.kind = ErrorKind::bad_request, .message = std::string(what) + " is empty"};
}

/// An id, or an ARN with its colons and slashes, as one segment of a path.
std::string segment(const std::string& identifier) {
  return percent_encode(identifier);
}

Error repeated_page() {
  return Error{.kind = ErrorKind::response_validation,
               .message = "Bedrock names a page of its list as the one after it"};
}

/// Asks for page after page: `list` gives one, `page` takes it.
template <class Input, class List, class Page>
Result<void> follow_pages(Input input, const List& list, const Page& page) {
  while (true) {
    const auto output = list(input);
    if (!output) return output.error();
    if (!page(*output) || output->next_token.empty()) return {};
    if (output->next_token == input.next_token) return repeated_page();
    input.next_token = output->next_token;
  }
}

}  // namespace

struct Bedrock::State {
  ServiceClient client;

  Result<Json> get(std::string path, const Query& query, const CallOptions& options) const {
    return client.call_rest_json("GET", std::move(path), query.text(), Json(), options);
  }
};

Bedrock::Bedrock(Session session, ClientOptions options)
    : state_(new State{ServiceClient(std::move(session), bedrock_service, std::move(options))}) {}

Result<ListFoundationModelsOutput> Bedrock::list_foundation_models(const ListFoundationModelsInput& input,
                                                                   const CallOptions& options) const {
  const Query query = Query()
                          .add("byProvider", input.by_provider)
                          .add("byCustomizationType", input.by_customization_type)
                          .add("byOutputModality", input.by_output_modality)
                          .add("byInferenceType", input.by_inference_type);
  const auto json = state_->get("/foundation-models", query, options);
  if (!json) return json.error();
  ListFoundationModelsOutput output;
  for (const Json& model : (*json)["modelSummaries"].items()) {
    output.model_summaries.push_back(foundation_model_in(model));
  }
  return output;
}

Result<GetFoundationModelOutput> Bedrock::get_foundation_model(const GetFoundationModelInput& input,
                                                               const CallOptions& options) const {
  if (auto named = check_named("model_identifier", input.model_identifier); !named) return named.error();
  const auto json = state_->get("/foundation-models/" + segment(input.model_identifier), {}, options);
  if (!json) return json.error();
  GetFoundationModelOutput output{foundation_model_in((*json)["modelDetails"])};
  if (output.model_details.model_id.empty())
    return incomplete_answer("GetFoundationModel", "modelDetails.modelId");
  return output;
}

Result<ListInferenceProfilesOutput> Bedrock::list_inference_profiles(const ListInferenceProfilesInput& input,
                                                                     const CallOptions& options) const {
  const Query query = Query()
                          .add("maxResults", input.max_results)
                          .add("type", input.type_equals)
                          .add("nextToken", input.next_token);
  const auto json = state_->get("/inference-profiles", query, options);
  if (!json) return json.error();
  ListInferenceProfilesOutput output{.next_token = (*json)["nextToken"].string_or("")};
  for (const Json& profile : (*json)["inferenceProfileSummaries"].items()) {
    output.inference_profile_summaries.push_back(inference_profile_in(profile));
  }
  return output;
}

Result<void> Bedrock::list_inference_profiles_pages(
    const ListInferenceProfilesInput& input,
    const std::function<bool(const ListInferenceProfilesOutput&)>& page, const CallOptions& options) const {
  return follow_pages(
      input, [&](const auto& next) { return list_inference_profiles(next, options); }, page);
}

Result<GetInferenceProfileOutput> Bedrock::get_inference_profile(const GetInferenceProfileInput& input,
                                                                 const CallOptions& options) const {
  auto named = check_named("inference_profile_identifier", input.inference_profile_identifier);
  if (!named) return named.error();
  const auto json =
      state_->get("/inference-profiles/" + segment(input.inference_profile_identifier), {}, options);
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
    if (auto named = check_named(what, *value); !named) return named.error();
  }
  const SessionState& session = *state_->client.session().state();
  const std::string token =
      input.client_request_token.empty() ? session.world->random->uuid() : input.client_request_token;
  const auto json =
      state_->client.call_rest_json("POST", "/model-invocation-job", "", job_request(input, token), options);
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
  if (auto named = check_named("job_identifier", input.job_identifier); !named) return named.error();
  const auto json = state_->get("/model-invocation-job/" + segment(input.job_identifier), {}, options);
  if (!json) return json.error();
  ModelInvocationJob job = invocation_job_in(*json);
  if (job.job_arn.empty()) return incomplete_answer("GetModelInvocationJob", "jobArn");
  return job;
}

Result<ListModelInvocationJobsOutput> Bedrock::list_model_invocation_jobs(
    const ListModelInvocationJobsInput& input, const CallOptions& options) const {
  const Query query = Query()
                          .add("submitTimeAfter", input.submit_time_after)
                          .add("submitTimeBefore", input.submit_time_before)
                          .add("statusEquals", input.status_equals)
                          .add("nameContains", input.name_contains)
                          .add("maxResults", input.max_results)
                          .add("nextToken", input.next_token)
                          .add("sortBy", std::string(input.sort_order.empty() ? "" : "CreationTime"))
                          .add("sortOrder", input.sort_order);
  const auto json = state_->get("/model-invocation-jobs", query, options);
  if (!json) return json.error();
  ListModelInvocationJobsOutput output{.next_token = (*json)["nextToken"].string_or("")};
  for (const Json& job : (*json)["invocationJobSummaries"].items()) {
    output.invocation_job_summaries.push_back(invocation_job_in(job));
  }
  return output;
}

Result<void> Bedrock::list_model_invocation_jobs_pages(
    const ListModelInvocationJobsInput& input,
    const std::function<bool(const ListModelInvocationJobsOutput&)>& page, const CallOptions& options) const {
  return follow_pages(
      input, [&](const auto& next) { return list_model_invocation_jobs(next, options); }, page);
}

Result<StopModelInvocationJobOutput> Bedrock::stop_model_invocation_job(
    const StopModelInvocationJobInput& input, const CallOptions& options) const {
  if (auto named = check_named("job_identifier", input.job_identifier); !named) return named.error();
  const auto json = state_->client.call_rest_json(
      "POST", "/model-invocation-job/" + segment(input.job_identifier) + "/stop", "", Json(), options);
  if (!json) return json.error();
  return StopModelInvocationJobOutput{};
}

Result<GetModelInvocationLoggingConfigurationOutput> Bedrock::get_model_invocation_logging_configuration(
    const GetModelInvocationLoggingConfigurationInput&, const CallOptions& options) const {
  const auto json = state_->get("/logging/modelinvocations", {}, options);
  if (!json) return json.error();
  GetModelInvocationLoggingConfigurationOutput output;
  const Json& config = (*json)["loggingConfig"];
  if (config.is_object()) output.logging_config = logging_config_in(config);
  return output;
}

Result<PutModelInvocationLoggingConfigurationOutput> Bedrock::put_model_invocation_logging_configuration(
    const PutModelInvocationLoggingConfigurationInput& input, const CallOptions& options) const {
  const auto json = state_->client.call_rest_json(
      "PUT", "/logging/modelinvocations", "",
      Json::object({{"loggingConfig", logging_config_json(input.logging_config)}}), options);
  if (!json) return json.error();
  return PutModelInvocationLoggingConfigurationOutput{};
}

Result<DeleteModelInvocationLoggingConfigurationOutput>
Bedrock::delete_model_invocation_logging_configuration(const DeleteModelInvocationLoggingConfigurationInput&,
                                                       const CallOptions& options) const {
  const auto json = state_->client.call_rest_json("DELETE", "/logging/modelinvocations", "", Json(), options);
  if (!json) return json.error();
  return DeleteModelInvocationLoggingConfigurationOutput{};
}

}  // namespace anthropic::aws
