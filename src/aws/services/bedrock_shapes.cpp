#include "aws/services/bedrock_shapes.hpp"

#include "aws/services/shapes.hpp"

namespace anthropic::internal::aws {

namespace {

std::string text_of(const Json& json, const char* name) {
  return json[name].string_or("");
}

ModelInvocationLoggingS3Config logging_s3_in(const Json& json) {
  return {.bucket_name = text_of(json, "bucketName"), .key_prefix = optional_text(json["keyPrefix"])};
}

Json logging_s3_json(const ModelInvocationLoggingS3Config& config) {
  Json json = Json::object({{"bucketName", config.bucket_name}});
  set_optional(json, "keyPrefix", config.key_prefix);
  return json;
}

std::optional<ModelInvocationJobVpcConfig> vpc_config_in(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  return ModelInvocationJobVpcConfig{.subnet_ids = texts_in(json["subnetIds"]),
                                     .security_group_ids = texts_in(json["securityGroupIds"])};
}

}  // namespace

FoundationModel foundation_model_in(const Json& json) {
  const Json& lifecycle = json["modelLifecycle"];
  return {.model_arn = text_of(json, "modelArn"),
          .model_id = text_of(json, "modelId"),
          .model_name = text_of(json, "modelName"),
          .provider_name = text_of(json, "providerName"),
          .input_modalities = texts_in(json["inputModalities"]),
          .output_modalities = texts_in(json["outputModalities"]),
          .response_streaming_supported = json["responseStreamingSupported"].as_bool().value_or(false),
          .customizations_supported = texts_in(json["customizationsSupported"]),
          .inference_types_supported = texts_in(json["inferenceTypesSupported"]),
          .model_lifecycle = {.status = text_of(lifecycle, "status"),
                              .start_of_life_time = time_in(lifecycle["startOfLifeTime"]),
                              .legacy_time = time_in(lifecycle["legacyTime"]),
                              .public_extended_access_time = time_in(lifecycle["publicExtendedAccessTime"]),
                              .end_of_life_time = time_in(lifecycle["endOfLifeTime"])}};
}

InferenceProfile inference_profile_in(const Json& json) {
  InferenceProfile profile{.inference_profile_name = text_of(json, "inferenceProfileName"),
                           .description = optional_text(json["description"]),
                           .created_at = time_in(json["createdAt"]),
                           .updated_at = time_in(json["updatedAt"]),
                           .inference_profile_arn = text_of(json, "inferenceProfileArn"),
                           .inference_profile_id = text_of(json, "inferenceProfileId"),
                           .status = text_of(json, "status"),
                           .type = text_of(json, "type")};
  for (const Json& model : json["models"].items()) profile.model_arns.push_back(text_of(model, "modelArn"));
  return profile;
}

ModelInvocationJob invocation_job_in(const Json& json) {
  const Json& input = json["inputDataConfig"]["s3InputDataConfig"];
  const Json& output = json["outputDataConfig"]["s3OutputDataConfig"];
  return {.job_arn = text_of(json, "jobArn"),
          .job_name = text_of(json, "jobName"),
          .model_id = text_of(json, "modelId"),
          .role_arn = text_of(json, "roleArn"),
          .client_request_token = optional_text(json["clientRequestToken"]),
          .status = text_of(json, "status"),
          .message = optional_text(json["message"]),
          .total_record_count = json["totalRecordCount"].as_int64(),
          .processed_record_count = json["processedRecordCount"].as_int64(),
          .success_record_count = json["successRecordCount"].as_int64(),
          .error_record_count = json["errorRecordCount"].as_int64(),
          .submit_time = time_in(json["submitTime"]),
          .last_modified_time = time_in(json["lastModifiedTime"]),
          .end_time = time_in(json["endTime"]),
          .job_expiration_time = time_in(json["jobExpirationTime"]),
          .input_data_config = {.s3_uri = text_of(input, "s3Uri"),
                                .s3_input_format = text_of(input, "s3InputFormat"),
                                .s3_bucket_owner = optional_text(input["s3BucketOwner"])},
          .output_data_config = {.s3_uri = text_of(output, "s3Uri"),
                                 .s3_encryption_key_id = optional_text(output["s3EncryptionKeyId"]),
                                 .s3_bucket_owner = optional_text(output["s3BucketOwner"])},
          .vpc_config = vpc_config_in(json["vpcConfig"]),
          .timeout_duration_in_hours = optional_int(json["timeoutDurationInHours"]),
          .model_invocation_type = optional_text(json["modelInvocationType"])};
}

Json job_request(const CreateModelInvocationJobInput& input, const std::string& token) {
  Json source = Json::object({{"s3InputFormat", input.input_data_config.s3_input_format},
                              {"s3Uri", input.input_data_config.s3_uri}});
  set_optional(source, "s3BucketOwner", input.input_data_config.s3_bucket_owner);
  Json target = Json::object({{"s3Uri", input.output_data_config.s3_uri}});
  set_optional(target, "s3EncryptionKeyId", input.output_data_config.s3_encryption_key_id);
  set_optional(target, "s3BucketOwner", input.output_data_config.s3_bucket_owner);
  Json request =
      Json::object({{"jobName", input.job_name},
                    {"roleArn", input.role_arn},
                    {"clientRequestToken", token},
                    {"modelId", input.model_id},
                    {"inputDataConfig", Json::object({{"s3InputDataConfig", std::move(source)}})},
                    {"outputDataConfig", Json::object({{"s3OutputDataConfig", std::move(target)}})}});
  if (input.vpc_config) {
    Json vpc = Json::object();
    set_list(vpc, "subnetIds", input.vpc_config->subnet_ids);
    set_list(vpc, "securityGroupIds", input.vpc_config->security_group_ids);
    request.set("vpcConfig", std::move(vpc));
  }
  set_optional(request, "timeoutDurationInHours", input.timeout_duration_in_hours);
  set_optional(request, "modelInvocationType", input.model_invocation_type);
  set_tags(request, "tags", input.tags, "key", "value");
  return request;
}

ModelInvocationLoggingConfig logging_config_in(const Json& json) {
  const auto enabled = [&](const char* name) { return json[name].as_bool().value_or(false); };
  ModelInvocationLoggingConfig config{
      .text_data_delivery_enabled = enabled("textDataDeliveryEnabled"),
      .image_data_delivery_enabled = enabled("imageDataDeliveryEnabled"),
      .embedding_data_delivery_enabled = enabled("embeddingDataDeliveryEnabled"),
      .video_data_delivery_enabled = enabled("videoDataDeliveryEnabled"),
      .audio_data_delivery_enabled = enabled("audioDataDeliveryEnabled")};
  if (json["s3Config"].is_object()) config.s3_config = logging_s3_in(json["s3Config"]);
  const Json& logs = json["cloudWatchConfig"];
  if (!logs.is_object()) return config;
  config.cloud_watch_config = {.log_group_name = text_of(logs, "logGroupName"),
                               .role_arn = text_of(logs, "roleArn")};
  const Json& large = logs["largeDataDeliveryS3Config"];
  if (large.is_object()) config.cloud_watch_config->large_data_delivery_s3_config = logging_s3_in(large);
  return config;
}

Json logging_config_json(const ModelInvocationLoggingConfig& config) {
  Json json = Json::object();
  if (const auto& logs = config.cloud_watch_config) {
    Json group = Json::object({{"logGroupName", logs->log_group_name}, {"roleArn", logs->role_arn}});
    if (const auto& large = logs->large_data_delivery_s3_config) {
      group.set("largeDataDeliveryS3Config", logging_s3_json(*large));
    }
    json.set("cloudWatchConfig", std::move(group));
  }
  if (config.s3_config) json.set("s3Config", logging_s3_json(*config.s3_config));
  json.set("textDataDeliveryEnabled", config.text_data_delivery_enabled);
  json.set("imageDataDeliveryEnabled", config.image_data_delivery_enabled);
  json.set("embeddingDataDeliveryEnabled", config.embedding_data_delivery_enabled);
  json.set("videoDataDeliveryEnabled", config.video_data_delivery_enabled);
  json.set("audioDataDeliveryEnabled", config.audio_data_delivery_enabled);
  return json;
}

GetFoundationModelAvailabilityOutput model_availability_in(const Json& json) {
  const Json& agreement = json["agreementAvailability"];
  return {.model_id = text_of(json, "modelId"),
          .agreement_status = text_of(agreement, "status"),
          .agreement_error_message = optional_text(agreement["errorMessage"]),
          .authorization_status = text_of(json, "authorizationStatus"),
          .entitlement_availability = text_of(json, "entitlementAvailability"),
          .region_availability = text_of(json, "regionAvailability")};
}

}  // namespace anthropic::internal::aws

namespace anthropic::inline v0::aws {

using namespace internal;
using namespace internal::aws;

bool ModelInvocationJob::is_finished() const {
  for (const char* last : {"Completed", "PartiallyCompleted", "Failed", "Stopped", "Expired"}) {
    if (status == last) return true;
  }
  return false;
}

}  // namespace anthropic::inline v0::aws
