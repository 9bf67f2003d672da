#include <gmock/gmock.h>

#include <anthropic/aws/bedrock_control.hpp>
#include <anthropic/json.hpp>

#include "aws/session/make_session.hpp"
#include "base/text/text.hpp"
#include "support/listed.hpp"
#include "support/service_test.hpp"
#include "support/vectors.hpp"

namespace anthropic::internal::aws {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class BedrockControl : public ServiceTest {
 protected:
  Bedrock client(std::string session_token = {}) const {
    return Bedrock(session({.session_token = std::move(session_token)}));
  }
  Json golden(const std::string& name) {
    const auto folder = anthropic::internal::testing::vectors("golden-requests");
    auto json = Json::parse(anthropic::internal::testing::read_file(folder / ("bedrock." + name + ".json")));
    EXPECT_TRUE(json) << name;
    return json ? *std::move(json) : Json();
  }
  static std::string header(const Json& golden, std::string_view name) {
    for (const Json& field : golden["request"]["headers"].items()) {
      if (iequals(field[0].string_or(""), name)) return field[1].string_or("");
    }
    return {};
  }
  void expect_signed_as(const Json& golden) const {
    EXPECT_EQ(last_request().method, golden["request"]["method"].string_or("?"));
    EXPECT_EQ(last_request().url, golden["request"]["url"].string_or("?"));
    EXPECT_EQ(last_request().header("authorization"), header(golden, "authorization"));
  }
};

TEST_F(BedrockControl, RequestsAreBotocoresToTheLastByteOfTheSignature) {
  REQUIRE_VECTORS(anthropic::internal::testing::vectors("golden-requests"));
  fake_.transport->answer_with([](const auto&) {
    return anthropic::internal::testing::FakeAnswer{
        .pieces = {R"({"modelDetails":{"modelId":"m"},"inferenceProfileId":"p"})"}};
  });
  const Json models = golden("ListFoundationModels");
  const Bedrock bedrock = client(models["credentials"]["session_token"].string_or(""));
  ASSERT_TRUE(bedrock.list_foundation_models({.by_provider = "Anthropic", .by_inference_type = "ON_DEMAND"}));
  expect_signed_as(models);

  const Json model = golden("GetFoundationModel");
  ASSERT_TRUE(
      bedrock.get_foundation_model({.model_identifier = model["params"]["modelIdentifier"].string_or("")}));
  expect_signed_as(model);

  const Json profiles = golden("ListInferenceProfiles");
  ASSERT_TRUE(bedrock.list_inference_profiles(
      {.max_results = 10, .next_token = "a/b+c==", .type_equals = "SYSTEM_DEFINED"}));
  expect_signed_as(profiles);

  const Json profile = golden("GetInferenceProfile");
  ASSERT_TRUE(bedrock.get_inference_profile(
      {.inference_profile_identifier = profile["params"]["inferenceProfileIdentifier"].string_or("")}));
  expect_signed_as(profile);
}

TEST_F(BedrockControl, ReadsAModel) {
  answer(R"({"modelDetails":{"modelArn":"arn","modelId":"anthropic.claude","modelName":"Claude",
    "providerName":"Anthropic","inputModalities":["TEXT","IMAGE"],"outputModalities":["TEXT"],
    "responseStreamingSupported":true,"customizationsSupported":[],"inferenceTypesSupported":["NEW_ONE"],
    "modelLifecycle":{"status":"LEGACY","endOfLifeTime":"2026-12-01T00:00:00.5Z","legacyTime":"?"}}})");
  const auto model = client().get_foundation_model({.model_identifier = "anthropic.claude"});
  ASSERT_TRUE(model) << model.error().to_string();
  const FoundationModel& details = model->model_details;
  EXPECT_EQ(details.model_id, "anthropic.claude");
  EXPECT_THAT(details.input_modalities, ElementsAre("TEXT", "IMAGE"));
  EXPECT_THAT(details.inference_types_supported, ElementsAre("NEW_ONE"));
  EXPECT_TRUE(details.response_streaming_supported);
  EXPECT_EQ(details.model_lifecycle.status, "LEGACY");
  EXPECT_TRUE(details.model_lifecycle.end_of_life_time);
  EXPECT_FALSE(details.model_lifecycle.legacy_time);
}

TEST_F(BedrockControl, FollowsThePagesOfProfiles) {
  answer(R"({"inferenceProfileSummaries":[{"inferenceProfileId":"us.a","models":[{"modelArn":"1"},
    {"modelArn":"2"}],"createdAt":"2026-01-01T00:00:00Z"}],"nextToken":"next"})");
  answer(R"({"inferenceProfileSummaries":[{"inferenceProfileId":"us.b"}]})");
  std::vector<std::string> ids;
  for (const auto& profile : client().list_inference_profiles_all())
    ids.push_back(profile.inference_profile_id);
  EXPECT_THAT(ids, ElementsAre("us.a", "us.b"));
  EXPECT_THAT(last_request().url, HasSubstr("nextToken=next"));

  answer(R"({"nextToken":"same"})");
  answer(R"({"nextToken":"same"})");
  const testing::Listed circle(client().list_inference_profiles_all());
  ASSERT_TRUE(circle.error);
  EXPECT_EQ(circle.error->kind, ErrorKind::response_validation);
}

TEST_F(BedrockControl, CreatesAJobOnceWhateverIsRetried) {
  fake_.transport->answer(503, "{}");
  answer(R"({"jobArn":"arn:aws:bedrock:us-east-1:123456789012:model-invocation-job/abc"})");
  const auto job = client().create_model_invocation_job(
      {.job_name = "nightly",
       .role_arn = "arn:aws:iam::123456789012:role/batch",
       .model_id = "anthropic.claude",
       .input_data_config = {.s3_uri = "s3://bucket/in.jsonl"},
       .output_data_config = {.s3_uri = "s3://bucket/out/", .s3_encryption_key_id = "key"},
       .timeout_duration_in_hours = 48,
       .vpc_config = ModelInvocationJobVpcConfig{.subnet_ids = {"subnet-1"}, .security_group_ids = {"sg-1"}},
       .tags = {{"team", "a"}}});
  ASSERT_TRUE(job) << job.error().to_string();
  EXPECT_THAT(job->job_arn, HasSubstr("model-invocation-job/abc"));
  EXPECT_EQ(last_request().method, "POST");
  EXPECT_EQ(last_request().url, "https://bedrock.us-east-1.amazonaws.com/model-invocation-job");
  EXPECT_EQ(fake_.transport->requests()[0].body, last_request().body);
  Json body = Json::parse(last_request().body).value();
  EXPECT_EQ(body["clientRequestToken"].string_or("").size(), 36u);
  body.erase("clientRequestToken");
  EXPECT_EQ(body, Json::parse(R"({"jobName":"nightly","roleArn":"arn:aws:iam::123456789012:role/batch",
    "modelId":"anthropic.claude",
    "inputDataConfig":{"s3InputDataConfig":{"s3InputFormat":"JSONL","s3Uri":"s3://bucket/in.jsonl"}},
    "outputDataConfig":{"s3OutputDataConfig":{"s3Uri":"s3://bucket/out/","s3EncryptionKeyId":"key"}},
    "vpcConfig":{"subnetIds":["subnet-1"],"securityGroupIds":["sg-1"]},"timeoutDurationInHours":48,
    "tags":[{"key":"team","value":"a"}]})")
                      .value());
}

TEST_F(BedrockControl, ReadsListsAndStopsJobs) {
  const std::string arn = "arn:aws:bedrock:us-east-1:123456789012:model-invocation-job/abc";
  answer(R"({"jobArn":"a","status":"PartiallyCompleted","message":"m","submitTime":"2026-11-22T10:00:00Z",
    "inputDataConfig":{"s3InputDataConfig":{"s3Uri":"s3://in"}},"timeoutDurationInHours":24,
    "outputDataConfig":{"s3OutputDataConfig":{"s3Uri":"s3://out/"}},"vpcConfig":{"subnetIds":["s"]}})");
  const auto job = client().get_model_invocation_job({.job_identifier = arn});
  ASSERT_TRUE(job);
  EXPECT_TRUE(job->is_finished());
  EXPECT_EQ(job->input_data_config.s3_uri, "s3://in");
  EXPECT_EQ(job->output_data_config.s3_uri, "s3://out/");
  EXPECT_EQ(job->timeout_duration_in_hours, 24);
  EXPECT_TRUE(job->submit_time);
  EXPECT_THAT(last_request().url,
              HasSubstr("/model-invocation-job/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3A"
                        "model-invocation-job%2Fabc"));

  answer(R"({"invocationJobSummaries":[{"jobArn":"a","status":"InProgress"}],"nextToken":"n"})");
  const auto list = client().list_model_invocation_jobs({.submit_time_after = fake_.clock->now(),
                                                         .status_equals = "InProgress",
                                                         .name_contains = "a b",
                                                         .max_results = 5,
                                                         .sort_order = "Descending"});
  ASSERT_TRUE(list);
  EXPECT_FALSE(list->invocation_job_summaries.at(0).is_finished());
  EXPECT_EQ(list->next_token, "n");
  EXPECT_THAT(last_request().url,
              HasSubstr("?submitTimeAfter=2026-11-22T12%3A00%3A00Z&statusEquals=InProgress"
                        "&nameContains=a%20b&maxResults=5&sortBy=CreationTime"
                        "&sortOrder=Descending"));

  answer("");
  ASSERT_TRUE(client().stop_model_invocation_job({.job_identifier = "abc"}));
  EXPECT_EQ(last_request().method, "POST");
  EXPECT_THAT(last_request().url, HasSubstr("/model-invocation-job/abc/stop"));
}

TEST_F(BedrockControl, AnAnswerThatNamesNothingIsNoAnswer) {
  const Bedrock bedrock = client();
  const auto expect = [](const Error& error, std::string_view message) {
    EXPECT_EQ(error.kind, ErrorKind::response_validation);
    EXPECT_EQ(error.message, message);
  };
  const CreateModelInvocationJobInput input{.job_name = "nightly",
                                            .role_arn = "arn:aws:iam::123456789012:role/batch",
                                            .model_id = "anthropic.claude",
                                            .input_data_config = {.s3_uri = "s3://bucket/in.jsonl"},
                                            .output_data_config = {.s3_uri = "s3://bucket/out/"}};
  for (const char* nameless : {"{}", R"({"jobArn":""})", R"({"jobArn":7})"}) {
    answer(nameless);
    const Error error = bedrock.create_model_invocation_job(input).error();
    expect(error, "the answer to CreateModelInvocationJob has no jobArn");
    EXPECT_THAT(error.hint, HasSubstr("the same client_request_token makes no second one"));
  }
  answer(R"({"status":"InProgress"})");
  expect(bedrock.get_model_invocation_job({.job_identifier = "abc"}).error(),
         "the answer to GetModelInvocationJob has no jobArn");
  answer(R"({"modelDetails":{"modelName":"Claude"}})");
  expect(bedrock.get_foundation_model({.model_identifier = "abc"}).error(),
         "the answer to GetFoundationModel has no modelDetails.modelId");
  answer(R"({"models":[]})");
  expect(bedrock.get_inference_profile({.inference_profile_identifier = "abc"}).error(),
         "the answer to GetInferenceProfile has no inferenceProfileId");
}

TEST_F(BedrockControl, LoggingIsReadWrittenAndRemoved) {
  answer("{}");
  EXPECT_FALSE(client().get_model_invocation_logging_configuration()->logging_config);

  const char* config = R"({"cloudWatchConfig":{"logGroupName":"g","roleArn":"r",
    "largeDataDeliveryS3Config":{"bucketName":"large","keyPrefix":"p"}},"s3Config":{"bucketName":"b"},
    "textDataDeliveryEnabled":false,"imageDataDeliveryEnabled":true,"embeddingDataDeliveryEnabled":true,
    "videoDataDeliveryEnabled":true,"audioDataDeliveryEnabled":false})";
  answer("{\"loggingConfig\":" + std::string(config) + "}");
  const auto read = client().get_model_invocation_logging_configuration();
  ASSERT_TRUE(read && read->logging_config);
  EXPECT_FALSE(read->logging_config->text_data_delivery_enabled);

  answer("");
  ASSERT_TRUE(client().put_model_invocation_logging_configuration({.logging_config = *read->logging_config}));
  EXPECT_EQ(last_request().method, "PUT");
  EXPECT_THAT(last_request().url, HasSubstr("/logging/modelinvocations"));
  EXPECT_EQ(Json::parse(last_request().body).value()["loggingConfig"], Json::parse(config).value());

  answer("");
  ASSERT_TRUE(client().delete_model_invocation_logging_configuration());
  EXPECT_EQ(last_request().method, "DELETE");
}

TEST_F(BedrockControl, ReadsWhetherTheAccountMayCallAModel) {
  answer(R"({"modelId":"anthropic.claude-x-v1:0","agreementAvailability":{"status":"ERROR",
    "errorMessage":"no way to be paid"},"authorizationStatus":"AUTHORIZED",
    "entitlementAvailability":"NOT_AVAILABLE","regionAvailability":"AVAILABLE"})");
  const auto availability =
      client().get_foundation_model_availability({.model_id = "anthropic.claude-x-v1:0"});
  ASSERT_TRUE(availability) << availability.error().to_string();
  EXPECT_EQ(availability->model_id, "anthropic.claude-x-v1:0");
  EXPECT_EQ(availability->agreement_status, "ERROR");
  EXPECT_EQ(availability->agreement_error_message, "no way to be paid");
  EXPECT_EQ(availability->authorization_status, "AUTHORIZED");
  EXPECT_EQ(availability->entitlement_availability, "NOT_AVAILABLE");
  EXPECT_EQ(availability->region_availability, "AVAILABLE");
  EXPECT_EQ(last_request().method, "GET");
  EXPECT_EQ(
      last_request().url,
      "https://bedrock.us-east-1.amazonaws.com/foundation-model-availability/anthropic.claude-x-v1%3A0");
}

TEST_F(BedrockControl, ReadsTheFormAboutTheUseCase) {
  answer(R"({"formData":"eyJhIjoxfQ=="})");
  const auto form = client().get_use_case_for_model_access();
  ASSERT_TRUE(form) << form.error().to_string();
  EXPECT_EQ(form->form_data, R"({"a":1})");
  EXPECT_EQ(last_request().url, "https://bedrock.us-east-1.amazonaws.com/use-case-for-model-access");
  answer(R"({"formData":"%"})");
  EXPECT_EQ(client().get_use_case_for_model_access().error().kind, ErrorKind::response_validation);
  refuse(404, "ResourceNotFoundException", "no form");
  EXPECT_EQ(client().get_use_case_for_model_access().error().kind, ErrorKind::not_found);
}

TEST_F(BedrockControl, KeepsDataForAsLongAsTheAccountSays) {
  answer(R"({"mode":"aws_review","updatedAt":"2026-09-02T10:00:00Z"})");
  const auto retention = client().get_account_data_retention();
  ASSERT_TRUE(retention) << retention.error().to_string();
  EXPECT_EQ(retention->mode, "aws_review");
  ASSERT_TRUE(retention->updated_at);
  EXPECT_EQ(last_request().method, "GET");
  EXPECT_EQ(last_request().url, "https://bedrock.us-east-1.amazonaws.com/data-retention");
  answer("{}");
  EXPECT_EQ(client().get_account_data_retention().error().kind, ErrorKind::response_validation);

  answer("{}");
  ASSERT_TRUE(client().put_account_data_retention({.mode = "a_mode_of_next_year"}));
  EXPECT_EQ(last_request().method, "PUT");
  EXPECT_EQ(last_request().url, "https://bedrock.us-east-1.amazonaws.com/data-retention");
  EXPECT_EQ(last_request().body, R"({"mode":"a_mode_of_next_year"})");
}

TEST_F(BedrockControl, AnApiKeyOfTheEnvironmentIsSentUnlessCodeGaveKeys) {
  fake_.environment->set("AWS_BEARER_TOKEN_BEDROCK", "api-key-secret");
  fake_.transport->answer_with(
      [](const auto&) { return anthropic::internal::testing::FakeAnswer{.pieces = {"{}"}}; });
  const Session ambient = internal::make_session({.region = "us-east-1"}, fake_.world);
  ASSERT_TRUE(Bedrock(ambient).list_foundation_models());
  EXPECT_EQ(last_request().header("authorization"), "Bearer api-key-secret");
  EXPECT_EQ(last_request().header("x-amz-date"), "");
  ASSERT_TRUE(client().list_foundation_models());
  EXPECT_THAT(last_request().header("authorization"), HasSubstr("AWS4-HMAC-SHA256"));

  const std::size_t before = fake_.transport->requests().size();
  const auto plain = Bedrock(ambient, {.endpoint_url = "http://example.com"}).list_foundation_models();
  ASSERT_FALSE(plain);
  EXPECT_EQ(plain.error().kind, ErrorKind::configuration);
  EXPECT_THAT(plain.error().to_string(), Not(HasSubstr("api-key-secret")));
  EXPECT_EQ(fake_.transport->requests().size(), before);
}

TEST_F(BedrockControl, AnApiKeyWithALineBreakIsNamedByItsVariable) {
  fake_.environment->set("AWS_BEARER_TOKEN_BEDROCK", "api-key\nsecret");
  const auto refused =
      Bedrock(internal::make_session({.region = "us-east-1"}, fake_.world)).list_foundation_models();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::configuration);
  EXPECT_THAT(refused.error().message, HasSubstr("AWS_BEARER_TOKEN_BEDROCK holds a line break"));
  EXPECT_THAT((refused.error().message + refused.error().hint), Not(HasSubstr("api-key")));
  EXPECT_TRUE(fake_.transport->requests().empty());
}

TEST_F(BedrockControl, ListsTheTagsOfAResource) {
  answer(R"({"tags":[{"key":"team","value":"search"},{"key":"app","value":""}]})");
  const std::string arn = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc";
  const auto tags = client().list_tags_for_resource({.resource_arn = arn});
  ASSERT_TRUE(tags) << tags.error().to_string();
  EXPECT_EQ(tags->tags, (std::map<std::string, std::string>{{"app", ""}, {"team", "search"}}));
  EXPECT_EQ(last_request().method, "POST");
  EXPECT_EQ(last_request().url, "https://bedrock.us-east-1.amazonaws.com/listTagsForResource");
  EXPECT_EQ(last_request().body, R"({"resourceARN":")" + arn + R"("})");
}

TEST_F(BedrockControl, WithoutANameNothingIsSent) {
  const Bedrock bedrock = client();
  for (const Error& error :
       {bedrock.get_foundation_model({}).error(), bedrock.get_inference_profile({}).error(),
        bedrock.get_foundation_model_availability({}).error(), bedrock.put_account_data_retention({}).error(),
        bedrock.get_model_invocation_job({}).error(), bedrock.stop_model_invocation_job({}).error(),
        bedrock.create_model_invocation_job({.job_name = "a"}).error(),
        bedrock.list_tags_for_resource({}).error()}) {
    EXPECT_EQ(error.kind, ErrorKind::bad_request);
    EXPECT_THAT(error.message, HasSubstr("is empty"));
  }
  EXPECT_TRUE(fake_.transport->requests().empty());
}

TEST_F(BedrockControl, ErrorsAreTyped) {
  fake_.transport->answer(404, R"({"message":"No such model"})",
                          {{"x-amzn-errortype", "ResourceNotFoundException:http://internal"}});
  const auto model = client().get_foundation_model({.model_identifier = "x"});
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().kind, ErrorKind::not_found);
  EXPECT_EQ(model.error().code, "ResourceNotFoundException");
  answer("<html>a proxy</html>");
  EXPECT_EQ(client().list_foundation_models().error().kind, ErrorKind::response_validation);
}

}  // namespace
}  // namespace anthropic::internal::aws
